/** Turns in which a network is cut: in rounds, or as the best of many drawn sub-networks. */
@NullMarked
package io.espalier.method.prune.flow;

import org.jspecify.annotations.NullMarked;
