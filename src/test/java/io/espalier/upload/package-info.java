/** Tests of upload sets. */
@NullMarked
package io.espalier.upload;

import org.jspecify.annotations.NullMarked;
