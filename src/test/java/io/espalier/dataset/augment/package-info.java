/** Tests of augmentation. */
@NullMarked
package io.espalier.dataset.augment;

import org.jspecify.annotations.NullMarked;
