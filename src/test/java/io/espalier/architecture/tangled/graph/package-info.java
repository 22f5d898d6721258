/** A core that reaches for what is built on it. */
@NullMarked
package io.espalier.architecture.tangled.graph;

import org.jspecify.annotations.NullMarked;
