/** Recognises what exporters spell out in small operators and says it in one. */
@NullMarked
package io.espalier.graph.rewrite.fuse;

import org.jspecify.annotations.NullMarked;
