@NullMarked
package io.espalier.graph.block;

import org.jspecify.annotations.NullMarked;
