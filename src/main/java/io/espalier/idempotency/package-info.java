/** A request that is sent twice under one key takes effect once. */
@NullMarked
package io.espalier.idempotency;

import org.jspecify.annotations.NullMarked;
