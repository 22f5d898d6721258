/** Brings a network to 16-bit floating point. */
@NullMarked
package io.espalier.graph.rewrite.half;

import org.jspecify.annotations.NullMarked;
