@NullMarked
package io.espalier.graph.cost;

import org.jspecify.annotations.NullMarked;
