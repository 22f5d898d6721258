@NullMarked
package io.espalier.graph.check;

import org.jspecify.annotations.NullMarked;
