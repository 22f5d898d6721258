/** Zip archives of stored entries, which stay where they are in the mapped file. */
@NullMarked
package io.espalier.format.pytorch.zip;

import org.jspecify.annotations.NullMarked;
