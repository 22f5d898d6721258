/** Encoded pictures become pixels, within bounds that hold before anything is decoded. */
@NullMarked
package io.espalier.dataset.image;

import org.jspecify.annotations.NullMarked;
