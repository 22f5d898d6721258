/** Structured pruning: scores of channels, the search for widths, and the physical cut. */
@NullMarked
package io.espalier.method.prune;

import org.jspecify.annotations.NullMarked;
