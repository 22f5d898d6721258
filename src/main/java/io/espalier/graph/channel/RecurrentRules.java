package io.espalier.graph.channel;

/**
 * Recurrent layers: a channel is one hidden unit, with its rows in every gate, its column of the
 * recurrence, its biases, peepholes and states.
 *
 * <p>Both directions of a layer share the axes of their weights, so the units of one number go
 * together.
 */
final class RecurrentRules {
  private static final int BIAS = 3;
  private static final int INITIAL_HIDDEN = 5;
  private static final int INITIAL_CELL = 6;
  private static final int PEEPHOLES = 7;
  private static final int UNIT_AXIS = 2;

  private RecurrentRules() {}

  /**
   * X [T, B, in], W [directions, gates*H, in], R [directions, gates*H, H], B [directions,
   * 2*gates*H], states [directions, B, H], P [directions, 3*H] to Y [T, directions, B, H] and
   * states; a layout that has the batch first changes no last axis.
   */
  static void layer(Coupling node) {
    String x = node.in(0);
    String w = node.in(1);
    String r = node.in(2);
    if (node.extent(r, UNIT_AXIS) < 1) {
      node.freezeAll("The number of hidden units is not known.");
      return;
    }
    freezeOtherAxes(node);
    node.tie(x, 2, w, 2);
    node.slot(w, 2, SlotRole.IN);
    stacked(node, w, SlotRole.OUT);
    stacked(node, r, SlotRole.OUT);
    node.slot(r, UNIT_AXIS, SlotRole.IN);
    node.node().input(BIAS).ifPresent(bias -> stacked(node, bias, SlotRole.VECTOR));
    node.node().input(PEEPHOLES).ifPresent(weights -> stacked(node, weights, SlotRole.VECTOR));
    state(node, INITIAL_HIDDEN);
    state(node, INITIAL_CELL);
    node.node()
        .presentOutputs()
        .forEach(output -> node.tie(output, node.rank(output) - 1, r, UNIT_AXIS));
  }

  /** Axis 1 has as many positions as there are units, several times over. */
  private static void stacked(Coupling node, String weight, SlotRole role) {
    int units = node.extent(node.in(2), UNIT_AXIS);
    node.tieEach(weight, 1, node.in(2), UNIT_AXIS, i -> i % units);
    node.slot(weight, 1, role);
  }

  private static void state(Coupling node, int input) {
    node.node()
        .input(input)
        .ifPresent(
            state -> {
              node.tie(state, 2, node.in(2), UNIT_AXIS);
              node.slot(state, 2, SlotRole.VECTOR);
            });
  }

  private static void freezeOtherAxes(Coupling node) {
    String reason = "Steps, directions and samples of a recurrent layer are not cut.";
    node.freeze(node.in(0), 0, reason);
    node.freeze(node.in(0), 1, reason);
    node.freeze(node.in(1), 0, reason);
    node.freeze(node.in(2), 0, reason);
    node.node().presentInputs().skip(BIAS).forEach(input -> node.freeze(input, 0, reason));
    node.node()
        .presentOutputs()
        .forEach(
            output -> {
              for (int axis = 0; axis < node.rank(output) - 1; axis++) {
                node.freeze(output, axis, reason);
              }
            });
  }
}
