@NullMarked
package io.espalier.graph.shape;

import org.jspecify.annotations.NullMarked;
