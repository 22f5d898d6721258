/** Tests of the import. */
@NullMarked
package io.espalier.intake;

import org.jspecify.annotations.NullMarked;
