/** Zip archives of untrusted files, read where they lie in the mapped file, entry by entry. */
@NullMarked
package io.espalier.dataset.read.zip;

import org.jspecify.annotations.NullMarked;
