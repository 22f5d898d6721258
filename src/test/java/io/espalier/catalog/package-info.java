/** Doubles and contracts of the model catalog. */
@NullMarked
package io.espalier.catalog;

import org.jspecify.annotations.NullMarked;
