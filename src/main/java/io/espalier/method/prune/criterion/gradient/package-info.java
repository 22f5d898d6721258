/** Criteria that read derivatives of the loss on samples with their targets. */
@NullMarked
package io.espalier.method.prune.criterion.gradient;

import org.jspecify.annotations.NullMarked;
