/** What a network takes in milliseconds, predicted from times of its layers. */
@NullMarked
package io.espalier.method.prune.latency;

import org.jspecify.annotations.NullMarked;
