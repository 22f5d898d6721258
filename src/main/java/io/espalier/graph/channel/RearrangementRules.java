package io.espalier.graph.channel;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Optional;

/** Operators that move, regroup or repeat elements. */
final class RearrangementRules {
  private RearrangementRules() {}

  /** Reshape, Flatten, Squeeze, Unsqueeze. */
  static void reshape(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    if (node.type(x).elements().is(0)) {
      node.freezeAll("A value without elements is not cut.");
      return;
    }
    if (node.node().is("Reshape") && ReshapeTarget.of(node.type(x), node.type(y)).isEmpty()) {
      node.freezeAll("More than one extent of the target is unknown.");
      return;
    }
    Regrouping regrouping = new Regrouping(node.node(), x, y);
    regrouping.tieUnchanged(node);
    node.regroup(regrouping);
  }

  static void transpose(Coupling node) {
    int rank = node.rank(node.in(0));
    for (int axis = 0; axis < rank; axis++) {
      node.tie(node.out(0), axis, node.in(0), source(node.node(), axis, rank));
    }
  }

  /** The input axis that a Transpose puts at an axis of its output. */
  static int source(Node transpose, int axis, int rank) {
    return transpose
        .intsAttribute("perm")
        .map(permutation -> permutation.get(axis).intValue())
        .orElse(rank - 1 - axis);
  }

  /** Axes that are not made longer are cut with the input, if the target need not be computed. */
  static void expand(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    int added = node.rank(y) - node.rank(x);
    for (int axis = 0; axis < node.rank(y); axis++) {
      if (axis < added || !node.dim(x, axis - added).equals(node.dim(y, axis))) {
        node.freeze(y, axis, "The Expand copies one position to it.");
      } else {
        node.tie(x, axis - added, y, axis);
        if (node.constant(1).isEmpty() && !isOne(node, axis)) {
          node.freeze(y, axis, "The target of the Expand is computed.");
        }
      }
    }
  }

  /** True when a computed target surely has 1 at an axis, whatever the extent of the data. */
  private static boolean isOne(Coupling node, int axis) {
    Optional<Node> concat = node.producer(node.in(1)).filter(producer -> producer.is("Concat"));
    int offset = 0;
    for (String part : concat.map(Node::inputs).orElse(List.of())) {
      int entry = axis - offset;
      int entries = node.extent(part, 0);
      if (entry >= 0 && entry < entries) {
        return node.constant(part).filter(numbers -> numbers.longAt(entry) == 1).isPresent();
      }
      offset += entries;
    }
    return false;
  }

  /** Copies of a position are cut together. */
  static void tile(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    if (node.constant(1).isEmpty()) {
      node.freezeAll("The repeats of the Tile are computed.");
      return;
    }
    for (int axis = 0; axis < node.rank(x); axis++) {
      tileAxis(node, x, y, axis);
    }
  }

  private static void tileAxis(Coupling node, String x, String y, int axis) {
    if (node.dim(x, axis).equals(node.dim(y, axis))) {
      node.tie(x, axis, y, axis);
      return;
    }
    if (node.dim(x, axis).is(1)) {
      node.freeze(y, axis, "The Tile copies one position to it.");
      return;
    }
    int period = node.extent(x, axis);
    node.tieEach(y, axis, x, axis, i -> i % period);
  }

  /** X [N, b*b*C, H, W] to Y [N, C, b*H, b*W]: b*b positions make one channel. */
  static void depthToSpace(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    int channels = node.extent(y, 1);
    int block = (int) node.node().intAttribute("blocksize", 1);
    boolean columnFirst = node.node().stringAttribute("mode", "DCR").equals("CRD");
    node.tieEach(x, 1, y, 1, i -> columnFirst ? i / (block * block) : i % channels);
    spatial(node);
  }

  /** X [N, C, H, W] to Y [N, b*b*C, H/b, W/b]. */
  static void spaceToDepth(Coupling node) {
    int channels = node.extent(node.in(0), 1);
    node.tieEach(node.out(0), 1, node.in(0), 1, i -> i % channels);
    spatial(node);
  }

  private static void spatial(Coupling node) {
    String reason = "Spatial positions are moved to or from channels.";
    node.tie(node.in(0), 0, node.out(0), 0);
    node.freezeFrom(node.in(0), 2, reason);
    node.freezeFrom(node.out(0), 2, reason);
  }
}
