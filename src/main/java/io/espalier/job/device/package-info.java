/** The devices of this process: who computes on them, and what they are. */
@NullMarked
package io.espalier.job.device;

import org.jspecify.annotations.NullMarked;
