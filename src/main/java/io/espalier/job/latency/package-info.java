/** Where times of single layers are kept between jobs. */
@NullMarked
package io.espalier.job.latency;

import org.jspecify.annotations.NullMarked;
