/** Training: the compiled program that learns, and the loop around it. */
@NullMarked
package io.espalier.engine.train;

import org.jspecify.annotations.NullMarked;
