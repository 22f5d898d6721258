@NullMarked
package io.espalier.web.graph;

import org.jspecify.annotations.NullMarked;
