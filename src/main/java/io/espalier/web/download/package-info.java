/** Stored files on their way out: ranges, entity tags and safe file names. */
@NullMarked
package io.espalier.web.download;

import org.jspecify.annotations.NullMarked;
