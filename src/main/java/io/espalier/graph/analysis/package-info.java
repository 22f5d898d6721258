/** Everything that is known of a graph without running it. */
@NullMarked
package io.espalier.graph.analysis;

import org.jspecify.annotations.NullMarked;
