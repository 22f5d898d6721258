/** The core. */
@NullMarked
package io.espalier.architecture.untangled.graph;

import org.jspecify.annotations.NullMarked;
