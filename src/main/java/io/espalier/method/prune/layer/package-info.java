/** Layers of a network as the patterns of a prune step name them. */
@NullMarked
package io.espalier.method.prune.layer;

import org.jspecify.annotations.NullMarked;
