package io.espalier.graph.channel;

import java.util.List;

/** Operators that treat every element alone, with numpy broadcasting. */
final class ElementwiseRules {
  private ElementwiseRules() {}

  /** Every axis of every output is that of the first input; other inputs are settings. */
  static void unary(Coupling node) {
    node.node().presentOutputs().forEach(output -> node.tieAll(node.in(0), output));
  }

  /** A constant of zeros leaves alone; what several layers give becomes one stream. */
  static void sum(Coupling node) {
    operands(node, SlotRole.VECTOR);
    String y = node.out(0);
    for (int axis = 0; axis < node.rank(y); axis++) {
      if (computedOperands(node, y, axis) > 1) {
        node.sum(y, axis);
      }
    }
  }

  /** How many computed operands are as long as the result on one of its axes. */
  private static long computedOperands(Coupling node, String y, int axis) {
    return node.node()
        .presentInputs()
        .distinct()
        .filter(operand -> node.constant(operand).isEmpty())
        .filter(operand -> hasAxis(node, operand, axis - node.rank(y) + node.rank(operand)))
        .count();
  }

  private static boolean hasAxis(Coupling node, String operand, int axis) {
    return axis >= 0 && !node.dim(operand, axis).is(1);
  }

  /** A constant of zeros silences. */
  static void product(Coupling node) {
    operands(node, SlotRole.VECTOR);
  }

  /** Everything else of several operands. */
  static void general(Coupling node) {
    operands(node, SlotRole.OPERAND);
  }

  /** X with a scale and a zero point, one for all or one for each position of an axis. */
  static void quantization(Coupling node) {
    String x = node.in(0);
    node.tieAll(x, node.out(0));
    int axis = node.axisAttribute("axis", 1, x);
    List<String> settings = node.node().presentInputs().skip(1).toList();
    if (settings.stream().anyMatch(setting -> node.rank(setting) > 1)) {
      node.freezeAll("Blocks of a quantized axis are not cut.");
      return;
    }
    for (String setting : settings) {
      if (node.rank(setting) == 1 && !node.dim(setting, 0).is(1)) {
        node.tie(setting, 0, x, axis);
        node.slot(setting, 0, SlotRole.OPERAND);
      }
    }
  }

  /** Ties the axes of a broadcast operand to those of the result, aligned at the last axis. */
  static void operand(Coupling node, String operand, String result, SlotRole role) {
    int offset = node.rank(result) - node.rank(operand);
    for (int axis = 0; axis < node.rank(operand); axis++) {
      node.tieBroadcast(operand, axis, result, offset + axis);
      if (!node.dim(operand, axis).is(1)) {
        node.slot(operand, axis, role);
      }
    }
  }

  private static void operands(Coupling node, SlotRole role) {
    node.node()
        .presentInputs()
        .distinct()
        .forEach(input -> operand(node, input, node.out(0), role));
  }
}
