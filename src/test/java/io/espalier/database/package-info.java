/** A database that lives as long as a test. */
@NullMarked
package io.espalier.database;

import org.jspecify.annotations.NullMarked;
