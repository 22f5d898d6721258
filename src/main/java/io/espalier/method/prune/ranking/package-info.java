/** One order of channels from the scores of the weights that hold them. */
@NullMarked
package io.espalier.method.prune.ranking;

import org.jspecify.annotations.NullMarked;
