/** Seeded changes of training samples that keep what they show. */
@NullMarked
package io.espalier.dataset.augment;

import org.jspecify.annotations.NullMarked;
