/** Who gets which device, and when. */
@NullMarked
package io.espalier.job.device;

import org.jspecify.annotations.NullMarked;
