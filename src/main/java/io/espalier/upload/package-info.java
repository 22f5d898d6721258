/**
 * Upload sets: the files of one model, sent one by one, that become a model together.
 *
 * <p>A file is committed to the store before the row that names it is written, and the set is
 * closed after the model is recorded, so that a crash at any moment leaves an open set that can be
 * sent again or forgotten.
 */
@NullMarked
package io.espalier.upload;

import org.jspecify.annotations.NullMarked;
