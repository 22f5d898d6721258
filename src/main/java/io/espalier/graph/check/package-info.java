/** Checks that a graph must pass when it is read and after every rewrite. */
@NullMarked
package io.espalier.graph.check;

import org.jspecify.annotations.NullMarked;
