/** How good a network is on labelled samples, and how near to the one it was made from. */
@NullMarked
package io.espalier.engine.evaluate;

import org.jspecify.annotations.NullMarked;
