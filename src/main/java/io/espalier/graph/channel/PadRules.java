package io.espalier.graph.channel;

import io.espalier.graph.Tensor;
import java.util.Optional;

/** Pad: positions move along, and those of the padding are made anew. */
final class PadRules {
  private PadRules() {}

  /** X to Y, where {@code Y[i + before]} is {@code X[i]}; a padded position has no source. */
  static void pad(Coupling node) {
    Optional<Tensor> pads = node.constant(1);
    Optional<Tensor> axes = node.constant(3);
    if (pads.isEmpty() || node.node().input(3).isPresent() && axes.isEmpty()) {
      node.freezeAll("The widths of the Pad are computed.");
      return;
    }
    PadWidths widths = PadWidths.of(node.type(node.in(0)), pads.get(), axes);
    for (int axis = 0; axis < node.rank(node.in(0)); axis++) {
      padAxis(node, axis, widths.before(axis), widths.after(axis));
    }
  }

  private static void padAxis(Coupling node, int axis, long before, long after) {
    String x = node.in(0);
    String y = node.out(0);
    if (before == 0 && after == 0) {
      node.tie(x, axis, y, axis);
    } else if (!node.node().stringAttribute("mode", "constant").equals("constant")) {
      freeze(node, axis, "The Pad copies positions of this axis next to others.");
    } else if (node.extent(x, axis) < 0 || node.extent(y, axis) < 0) {
      freeze(node, axis, "The Pad moves positions of an axis of unknown extent.");
    } else {
      tieMoved(node, axis, (int) before);
    }
  }

  private static void tieMoved(Coupling node, int axis, int before) {
    int extent = node.extent(node.out(0), axis);
    for (int i = 0; i < node.extent(node.in(0), axis); i++) {
      int moved = i + before;
      if (moved >= 0 && moved < extent) {
        node.tie(node.in(0), axis, i, node.out(0), axis, moved);
      }
    }
  }

  private static void freeze(Coupling node, int axis, String reason) {
    node.freeze(node.in(0), axis, reason);
    node.freeze(node.out(0), axis, reason);
  }
}
