/** Labelled images the service carries with it, and the bounded readers they pass through. */
@NullMarked
package io.espalier.dataset;

import org.jspecify.annotations.NullMarked;
