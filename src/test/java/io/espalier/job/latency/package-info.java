@NullMarked
package io.espalier.job.latency;

import org.jspecify.annotations.NullMarked;
