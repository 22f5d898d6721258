/** A method that drives the runtime and the database itself. */
@NullMarked
package io.espalier.architecture.tangled.method;

import org.jspecify.annotations.NullMarked;
