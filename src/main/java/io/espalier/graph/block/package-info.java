/** Whole residual blocks: where they are, and how to take them out. */
@NullMarked
package io.espalier.graph.block;

import org.jspecify.annotations.NullMarked;
