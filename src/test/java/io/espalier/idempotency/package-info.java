/** What a repeated request does. */
@NullMarked
package io.espalier.idempotency;

import org.jspecify.annotations.NullMarked;
