/** Espalier, a service that makes neural networks smaller. */
@NullMarked
package io.espalier;

import org.jspecify.annotations.NullMarked;
