package io.espalier.method.prune.gate;

import io.espalier.engine.train.Penalty;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;

/**
 * A network with a gate on every group of channels.
 *
 * <p>Behind its own outputs stand the codes, one {@code [1, C]} for each group.
 *
 * @param firstCode how many outputs stand before the codes
 * @param weights names of the weights of the gates
 */
record GatedNetwork(TypedGraph typed, int firstCode, List<String> weights) {
  /** Constant {@code []}: what codes are multiplied by before the sigmoid. */
  static final String STEEPNESS = "gate.steepness";

  /** Value {@code []}: what is added to the loss. */
  static final String PENALTY = "gate.penalty";

  static Penalty penalty() {
    return new Penalty(PENALTY, List.of(STEEPNESS));
  }
}
