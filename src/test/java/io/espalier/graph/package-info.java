@NullMarked
package io.espalier.graph;

import org.jspecify.annotations.NullMarked;
