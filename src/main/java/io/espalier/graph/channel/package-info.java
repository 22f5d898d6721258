/** Channels: which positions of which axes must be cut together, and why others must stay. */
@NullMarked
package io.espalier.graph.channel;

import org.jspecify.annotations.NullMarked;
