/** Tests of decoding. */
@NullMarked
package io.espalier.dataset.image;

import org.jspecify.annotations.NullMarked;
