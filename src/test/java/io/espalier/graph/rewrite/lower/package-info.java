/** Lowering to a chosen opset. */
@NullMarked
package io.espalier.graph.rewrite.lower;

import org.jspecify.annotations.NullMarked;
