/** Fusions: what they recognise, what they leave alone, and that numbers stay. */
@NullMarked
package io.espalier.graph.rewrite.fuse;

import org.jspecify.annotations.NullMarked;
