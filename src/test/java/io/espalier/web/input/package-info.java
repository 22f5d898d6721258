/** Hostile files over HTTP, against the whole service. */
@NullMarked
package io.espalier.web.input;

import org.jspecify.annotations.NullMarked;
