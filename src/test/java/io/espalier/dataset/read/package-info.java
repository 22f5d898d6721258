/** Tests of reading data sets. */
@NullMarked
package io.espalier.dataset.read;

import org.jspecify.annotations.NullMarked;
