/** Tables of comma-separated values (RFC 4180), read row by row. */
@NullMarked
package io.espalier.dataset.read.table;

import org.jspecify.annotations.NullMarked;
