/** Types and shapes of every value, with the batch kept symbolic. */
@NullMarked
package io.espalier.graph.shape;

import org.jspecify.annotations.NullMarked;
