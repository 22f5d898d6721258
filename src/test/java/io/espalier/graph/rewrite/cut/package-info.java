@NullMarked
package io.espalier.graph.rewrite.cut;

import org.jspecify.annotations.NullMarked;
