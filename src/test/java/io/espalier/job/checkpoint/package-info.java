/** Checkpoints on good and on bad disks, and between attempts. */
@NullMarked
package io.espalier.job.checkpoint;

import org.jspecify.annotations.NullMarked;
