/** Measurements a person starts; no test runs them. */
@NullMarked
package io.espalier.benchmark;

import org.jspecify.annotations.NullMarked;
