package io.espalier.graph.channel;

/** Normalisations: parameters follow the channels; statistics over channels are noted. */
final class NormalizationRules {
  private NormalizationRules() {}

  /** X [N, C, ...] with scale, bias, mean and variance of C. */
  static void batch(Coupling node) {
    if (node.node().intAttribute("training_mode", 0) != 0) {
      node.freezeAll("A BatchNormalization in training mode is not cut.");
      return;
    }
    node.tieAll(node.in(0), node.out(0));
    parameter(node, 1, SlotRole.VECTOR);
    parameter(node, 2, SlotRole.VECTOR);
    parameter(node, 3, SlotRole.OPERAND);
    parameter(node, 4, SlotRole.OPERAND);
  }

  /** X [N, C, ...] normalised over all axes after C, with scale and bias of C. */
  static void instance(Coupling node) {
    String x = node.in(0);
    node.tieAll(x, node.out(0));
    parameter(node, 1, SlotRole.VECTOR);
    parameter(node, 2, SlotRole.VECTOR);
    for (int axis = 2; axis < node.rank(x); axis++) {
      node.statistic(x, axis);
    }
  }

  /** X normalised over all axes from one on, with scale and bias of these axes. */
  static void layer(Coupling node) {
    String x = node.in(0);
    int first = node.axisAttribute("axis", -1, x);
    node.tieAll(x, node.out(0));
    ElementwiseRules.operand(node, node.in(1), x, SlotRole.VECTOR);
    node.node()
        .input(2)
        .ifPresent(bias -> ElementwiseRules.operand(node, bias, x, SlotRole.VECTOR));
    node.node()
        .presentOutputs()
        .skip(1)
        .forEach(output -> ElementwiseRules.operand(node, output, x, SlotRole.OPERAND));
    for (int axis = first; axis < node.rank(x); axis++) {
      node.statistic(x, axis);
    }
  }

  /**
   * X less its mean and divided by its deviation. A silent channel has none, and not every runtime
   * divides it to zeros, so channels count as altered even where each is normalised alone.
   */
  static void meanVariance(Coupling node) {
    String x = node.in(0);
    node.tieAll(x, node.out(0));
    for (int axis = 0; axis < node.rank(x); axis++) {
      node.statistic(x, axis);
    }
  }

  /**
   * X [N, C, ...] normalised over equal runs of C; all runs stay equally wide. Runs of one channel
   * are normalised alone, and each can go with its run.
   */
  static void group(Coupling node) {
    String x = node.in(0);
    int groups = (int) Math.max(1, node.node().intAttribute("num_groups", 1));
    int width = Math.max(1, node.extent(x, 1) / groups);
    node.tieAll(x, node.out(0));
    if (width > 1) {
      node.bundle(x, 1, width);
    }
    for (int input = 1; input <= 2; input++) {
      if (node.dim(node.in(input), 0).equals(node.dim(x, 1))) {
        parameter(node, input, SlotRole.VECTOR);
      }
    }
    for (int axis = width > 1 ? 1 : 2; axis < node.rank(x); axis++) {
      node.statistic(x, axis);
    }
  }

  private static void parameter(Coupling node, int input, SlotRole role) {
    node.tie(node.in(input), 0, node.in(0), 1);
    node.slot(node.in(input), 0, role);
  }
}
