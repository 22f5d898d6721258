/** The borders between packages and the size of things, held by tests that are tested. */
@NullMarked
package io.espalier.architecture;

import org.jspecify.annotations.NullMarked;
