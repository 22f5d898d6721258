/** A page that shows the core it is used by. */
@NullMarked
package io.espalier.architecture.tangled.web;

import org.jspecify.annotations.NullMarked;
