/** A clock that tests set. */
@NullMarked
package io.espalier.resource;

import org.jspecify.annotations.NullMarked;
