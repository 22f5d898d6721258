/** Tests of the wiring. */
@NullMarked
package io.espalier.config;

import org.jspecify.annotations.NullMarked;
