/** Tests of the bundled data. */
@NullMarked
package io.espalier.dataset;

import org.jspecify.annotations.NullMarked;
