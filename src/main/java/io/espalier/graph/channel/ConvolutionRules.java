package io.espalier.graph.channel;

/** Convolutions: channels in and out are cut apart, spatial axes stay. */
final class ConvolutionRules {
  private static final String SPATIAL = "Spatial positions are not cut.";

  private ConvolutionRules() {}

  /** X [N, in, ...], W [out, in/group, ...], B [out] to Y [N, out, ...]. */
  static void convolution(Coupling node) {
    String x = node.in(0);
    String w = node.in(1);
    String y = node.out(0);
    long group = node.node().intAttribute("group", 1);
    outputs(node, w, 0);
    if (group == 1) {
      node.tie(w, 1, x, 1);
      node.slot(w, 1, SlotRole.IN);
    } else if (group == node.extent(x, 1)) {
      depthwise(node, Math.max(1, node.extent(y, 1) / (int) group));
    } else {
      groupedInput(node, w, 1, node.extent(w, 1));
      node.bundle(y, 1, node.extent(y, 1) / (int) group);
    }
    rest(node, w);
  }

  /** X [N, in, ...], W [in, out/group, ...], B [out] to Y [N, out, ...]. */
  static void transposed(Coupling node) {
    String x = node.in(0);
    String w = node.in(1);
    long group = node.node().intAttribute("group", 1);
    if (group == 1) {
      outputs(node, w, 1);
      node.tie(w, 0, x, 1);
      node.slot(w, 0, SlotRole.IN);
    } else if (group == node.extent(x, 1)) {
      node.tie(w, 0, x, 1);
      node.slot(w, 0, SlotRole.OUT);
      bias(node);
      depthwise(node, Math.max(1, node.extent(w, 1)));
    } else {
      groupedTransposed(node, (int) group);
    }
    rest(node, w);
  }

  /** Every input channel has its own {@code multiplier} output channels. */
  private static void depthwise(Coupling node, int multiplier) {
    node.tieEach(node.out(0), 1, node.in(0), 1, i -> i / multiplier);
  }

  private static void groupedTransposed(Coupling node, int group) {
    String x = node.in(0);
    String w = node.in(1);
    int width = node.extent(w, 1);
    node.tie(w, 0, x, 1);
    node.bundle(x, 1, node.extent(x, 1) / group);
    node.slot(w, 0, SlotRole.IN);
    node.tieEach(node.out(0), 1, w, 1, i -> i % width);
    node.slot(w, 1, SlotRole.OUT);
    bias(node);
  }

  private static void groupedInput(Coupling node, String w, int axis, int width) {
    node.tieEach(node.in(0), 1, w, axis, i -> i % width);
    node.slot(w, axis, SlotRole.IN);
  }

  private static void outputs(Coupling node, String w, int axis) {
    node.tie(w, axis, node.out(0), 1);
    node.slot(w, axis, SlotRole.OUT);
    bias(node);
  }

  private static void bias(Coupling node) {
    node.node()
        .input(2)
        .ifPresent(
            bias -> {
              node.tie(bias, 0, node.out(0), 1);
              node.slot(bias, 0, SlotRole.VECTOR);
            });
  }

  private static void rest(Coupling node, String w) {
    node.tie(node.in(0), 0, node.out(0), 0);
    node.freezeFrom(node.in(0), 2, SPATIAL);
    node.freezeFrom(node.out(0), 2, SPATIAL);
    node.freezeFrom(w, 2, SPATIAL);
  }
}
