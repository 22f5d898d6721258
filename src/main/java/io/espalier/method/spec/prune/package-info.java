/** What a prune step can be asked for. */
@NullMarked
package io.espalier.method.spec.prune;

import org.jspecify.annotations.NullMarked;
