package io.espalier.graph.channel;

/** Matrix products: the contracted axis joins both operands, the others go to the result. */
final class MatrixRules {
  private MatrixRules() {}

  /** A [M, K] times B [K, N], or its transpose, plus C to Y [M, N]. */
  static void gemm(Coupling node) {
    if (node.node().intAttribute("transA", 0) != 0) {
      node.freezeAll("A Gemm with a transposed first operand is not cut.");
      return;
    }
    String a = node.in(0);
    String b = node.in(1);
    String y = node.out(0);
    int contracted = node.node().intAttribute("transB", 0) != 0 ? 1 : 0;
    node.tie(a, 1, b, contracted);
    node.tie(b, 1 - contracted, y, 1);
    node.tie(a, 0, y, 0);
    node.slot(b, contracted, SlotRole.IN);
    node.slot(b, 1 - contracted, SlotRole.OUT);
    node.slot(a, 1, SlotRole.IN);
    node.node().input(2).ifPresent(c -> ElementwiseRules.operand(node, c, y, SlotRole.VECTOR));
  }

  /** A [..., M, K] times B [..., K, N] to Y [..., M, N], with broadcast leading axes. */
  static void matMul(Coupling node) {
    String a = node.in(0);
    String b = node.in(1);
    String y = node.out(0);
    int rankA = node.rank(a);
    int rankB = node.rank(b);
    int contracted = Math.max(rankB - 2, 0);
    node.tie(a, rankA - 1, b, contracted);
    node.slot(a, rankA - 1, SlotRole.IN);
    node.slot(b, contracted, SlotRole.IN);
    if (rankB > 1) {
      node.tie(b, rankB - 1, y, node.rank(y) - 1);
      node.slot(b, rankB - 1, SlotRole.OUT);
    }
    if (rankA > 1) {
      node.tie(a, rankA - 2, y, node.rank(y) - (rankB > 1 ? 2 : 1));
      node.slot(a, rankA - 2, SlotRole.OUT);
    }
    leading(node, a);
    leading(node, b);
    if (node.isComputed(a) && node.isComputed(b)) {
      attention(node, a);
      attention(node, b);
    }
  }

  private static void leading(Coupling node, String operand) {
    String y = node.out(0);
    int leading = node.rank(operand) - 2;
    int offset = node.rank(y) - matrixAxes(node) - leading;
    for (int axis = 0; axis < leading; axis++) {
      node.tieBroadcast(operand, axis, y, offset + axis);
    }
  }

  /** Of two computed values every leading position is multiplied alone, as heads are. */
  private static void attention(Coupling node, String operand) {
    for (int axis = 0; axis < node.rank(operand); axis++) {
      if (axis < node.rank(operand) - 2) {
        node.heads(operand, axis);
      } else {
        node.headDimensions(operand, axis);
      }
    }
  }

  /** How many of the last axes of the result come from rows and columns. */
  private static int matrixAxes(Coupling node) {
    return (node.rank(node.in(0)) > 1 ? 1 : 0) + (node.rank(node.in(1)) > 1 ? 1 : 0);
  }
}
