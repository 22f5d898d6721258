/** Spells a graph out in the operators of an older opset. */
@NullMarked
package io.espalier.graph.rewrite.lower;

import org.jspecify.annotations.NullMarked;
