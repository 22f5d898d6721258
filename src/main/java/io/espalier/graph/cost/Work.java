package io.espalier.graph.cost;

import io.espalier.graph.Dim;

/**
 * The arithmetic of one node.
 *
 * @param macs multiply-accumulates
 * @param biasAdditions one per output element of an operator with a bias of its own
 */
record Work(Dim macs, Dim biasAdditions) {
  static final Work NONE = new Work(Dim.of(0), Dim.of(0));
}
