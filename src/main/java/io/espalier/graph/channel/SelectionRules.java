package io.espalier.graph.channel;

/** Operators that name positions of an axis by numbers: those axes stay, the others pass. */
final class SelectionRules {
  private SelectionRules() {}

  /** Data and indices of one rank to Y of the shape of the indices. */
  static void gatherElements(Coupling node) {
    String data = node.in(0);
    int axis = node.axisAttribute("axis", 0, data);
    node.tieAll(node.in(1), node.out(0));
    node.freeze(data, axis, "Indices choose among its positions.");
    tieOthers(node, data, node.out(0), axis);
  }

  /** Data and Y of one shape, indices and updates of another. */
  static void scatterElements(Coupling node) {
    String data = node.in(0);
    int axis = node.axisAttribute("axis", 0, data);
    node.tieAll(data, node.out(0));
    node.tieAll(node.in(1), node.in(2));
    node.freeze(data, axis, "Indices choose the positions that are overwritten.");
    tieOthers(node, data, node.in(2), axis);
  }

  /** The first positions of the data's other axes are those of the part. */
  private static void tieOthers(Coupling node, String data, String part, int axis) {
    for (int other = 0; other < node.rank(data); other++) {
      if (other == axis) {
        continue;
      }
      int extent = node.extent(part, other);
      if (extent >= 0 && extent < node.extent(data, other)) {
        node.tieEach(part, other, data, other, i -> i);
      } else {
        node.tie(data, other, part, other);
      }
    }
  }

  /** Data [batch..., named..., rest...], indices [batch..., some..., names]. */
  static void gatherNd(Coupling node) {
    String data = node.in(0);
    String indices = node.in(1);
    String y = node.out(0);
    int batch = (int) node.node().intAttribute("batch_dims", 0);
    int names = node.extent(indices, node.rank(indices) - 1);
    int leading = node.rank(indices) - 1;
    for (int axis = 0; axis < leading; axis++) {
      node.tie(indices, axis, y, axis);
    }
    for (int axis = 0; axis < batch; axis++) {
      node.tie(data, axis, y, axis);
    }
    freezeNamed(node, data, batch, names, indices);
    for (int axis = batch + names; axis < node.rank(data); axis++) {
      node.tie(data, axis, y, leading + axis - batch - names);
    }
  }

  /** Data [named..., rest...], indices [some..., names], updates [some..., rest...]. */
  static void scatterNd(Coupling node) {
    String data = node.in(0);
    String indices = node.in(1);
    String updates = node.in(2);
    int names = node.extent(indices, node.rank(indices) - 1);
    int leading = node.rank(indices) - 1;
    node.tieAll(data, node.out(0));
    for (int axis = 0; axis < leading; axis++) {
      node.tie(indices, axis, updates, axis);
    }
    freezeNamed(node, data, 0, names, indices);
    for (int axis = names; axis < node.rank(data); axis++) {
      node.tie(data, axis, updates, leading + axis - names);
    }
  }

  private static void freezeNamed(
      Coupling node, String data, int first, int names, String indices) {
    node.freeze(indices, node.rank(indices) - 1, "Its positions stand for axes.");
    for (int axis = first; axis < first + names; axis++) {
      node.freeze(data, axis, "Indices choose among its positions.");
    }
  }

  /** The axis of the classes is made anew; those of the indices pass. */
  static void oneHot(Coupling node) {
    String indices = node.in(0);
    String y = node.out(0);
    int axis = node.axisAttribute("axis", -1, y);
    node.freeze(y, axis, "Each position stands for a number that OneHot looks for.");
    for (int other = 0; other < node.rank(indices); other++) {
      node.tie(indices, other, y, other < axis ? other : other + 1);
    }
  }

  /** The axis is put in order; the others pass. */
  static void topK(Coupling node) {
    String x = node.in(0);
    int axis = node.axisAttribute("axis", -1, x);
    node.freeze(x, axis, "TopK orders its positions.");
    node.node()
        .presentOutputs()
        .forEach(
            output -> {
              node.freeze(output, axis, "Its positions are ranks.");
              for (int other = 0; other < node.rank(x); other++) {
                if (other != axis) {
                  node.tie(x, other, output, other);
                }
              }
            });
  }
}
