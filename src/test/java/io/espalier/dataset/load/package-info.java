/** Tests of loading. */
@NullMarked
package io.espalier.dataset.load;

import org.jspecify.annotations.NullMarked;
