/** Takes channels out of a graph, for real or by zeroing them. */
@NullMarked
package io.espalier.graph.rewrite.cut;

import org.jspecify.annotations.NullMarked;
