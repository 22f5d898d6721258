/** Uploaded data sets: taken in, kept, found by jobs, and let go. */
@NullMarked
package io.espalier.catalog.dataset;

import org.jspecify.annotations.NullMarked;
