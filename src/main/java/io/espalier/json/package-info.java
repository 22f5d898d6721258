/** Strict reading of JSON documents, and the options that say what a document may hold. */
@NullMarked
package io.espalier.json;

import org.jspecify.annotations.NullMarked;
