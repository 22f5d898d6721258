/** Networks in 16 bits. */
@NullMarked
package io.espalier.graph.rewrite.half;

import org.jspecify.annotations.NullMarked;
