/** Real processes that are killed, frozen, stopped and starved while they train. */
@NullMarked
package io.espalier.survival;

import org.jspecify.annotations.NullMarked;
