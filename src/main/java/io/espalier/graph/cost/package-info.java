/** Exact cost of a typed graph: parameters, multiply-accumulates, FLOPs and bytes. */
@NullMarked
package io.espalier.graph.cost;

import org.jspecify.annotations.NullMarked;
