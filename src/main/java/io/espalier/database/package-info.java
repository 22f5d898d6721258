/** What all JDBC adapters share: how values are mapped and when a commit is safe on disk. */
@NullMarked
package io.espalier.database;

import org.jspecify.annotations.NullMarked;
