package io.espalier.graph.channel;

import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Operators that mix the positions of an axis. */
final class ReductionRules {
  private static final Set<String> EXACT_OVER_ZEROS =
      Set.of("ReduceSum", "ReduceL1", "ReduceL2", "ReduceSumSquare");

  private ReductionRules() {}

  /** Kept axes pass; reduced ones are free and, unless zeros do not count, noted. */
  static void reduce(Coupling node) {
    String x = node.in(0);
    if (node.node().input(1).isPresent() && node.constant(1).isEmpty()) {
      node.freezeAll("The axes of the reduction are computed.");
      return;
    }
    Set<Integer> reduced = reducedAxes(node, x);
    boolean keepsAxes = node.node().intAttribute("keepdims", 1) != 0;
    int to = 0;
    for (int axis = 0; axis < node.rank(x); axis++) {
      boolean isReduced = reduced.contains(axis);
      if (!isReduced) {
        node.tie(x, axis, node.out(0), to);
      } else if (!EXACT_OVER_ZEROS.contains(node.node().operator())) {
        node.statistic(x, axis);
      }
      to += isReduced && !keepsAxes ? 0 : 1;
    }
  }

  private static Set<Integer> reducedAxes(Coupling node, String x) {
    Optional<List<Long>> given =
        node.constant(1)
            .map(Tensor::toLongs)
            .map(axes -> Arrays.stream(axes).boxed().toList())
            .or(() -> node.node().intsAttribute("axes"));
    boolean none = given.isEmpty() || given.get().isEmpty();
    Set<Integer> axes = new HashSet<>();
    if (!none) {
      given.get().forEach(axis -> axes.add(node.axis(axis, x)));
    } else if (node.node().intAttribute("noop_with_empty_axes", 0) == 0) {
      for (int axis = 0; axis < node.rank(x); axis++) {
        axes.add(axis);
      }
    }
    return axes;
  }

  /** Softmax and others whose result at one position depends on all others of the axis. */
  static void normalizeAxis(Coupling node) {
    mixAxis(node, node.axisAttribute("axis", -1, node.in(0)));
  }

  /** Division by a norm, to which zeros add nothing. */
  static void normalizeLength(Coupling node) {
    node.tieAll(node.in(0), node.out(0));
  }

  /** CumSum: the sum at one position depends on the order of those before it. */
  static void accumulate(Coupling node) {
    if (node.constant(1).isEmpty()) {
      node.freezeAll("The axis of the CumSum is computed.");
      return;
    }
    mixAxis(node, node.axis(node.constant(1).get().longAt(0), node.in(0)));
  }

  /** Trilu: which elements stay depends on their positions on the last two axes. */
  static void triangle(Coupling node) {
    int rank = node.rank(node.in(0));
    mixAxis(node, rank - 1);
    node.freeze(node.in(0), rank - 2, "Trilu mixes its positions.");
  }

  /** LRN mixes neighbouring channels. */
  static void mixChannels(Coupling node) {
    mixAxis(node, 1);
  }

  private static void mixAxis(Coupling node, int axis) {
    node.tieAll(node.in(0), node.out(0));
    node.freeze(node.in(0), axis, "%s mixes its positions.".formatted(node.node().operator()));
  }

  /** ArgMax and ArgMin: the result is a position. */
  static void argument(Coupling node) {
    String x = node.in(0);
    int axis = node.axisAttribute("axis", 0, x);
    boolean keepsAxes = node.node().intAttribute("keepdims", 1) != 0;
    node.freeze(x, axis, "%s answers with its positions.".formatted(node.node().operator()));
    for (int other = 0; other < node.rank(x); other++) {
      if (other != axis) {
        node.tie(x, other, node.out(0), other < axis || keepsAxes ? other : other - 1);
      }
    }
  }
}
