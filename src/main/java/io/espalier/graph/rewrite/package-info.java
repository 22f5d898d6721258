/** Passes that make a graph simpler without changing what it computes. */
@NullMarked
package io.espalier.graph.rewrite;

import org.jspecify.annotations.NullMarked;
