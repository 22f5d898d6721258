/** Every kind of network through every stage, as a table. */
@NullMarked
package io.espalier.matrix;

import org.jspecify.annotations.NullMarked;
