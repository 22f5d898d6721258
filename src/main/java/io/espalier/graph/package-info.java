/**
 * The graph every model is brought to: immutable values, typed attributes, constants that may stay
 * in a mapped file.
 *
 * <p>Nothing here knows a file format, an engine or a framework.
 */
@NullMarked
package io.espalier.graph;

import org.jspecify.annotations.NullMarked;
