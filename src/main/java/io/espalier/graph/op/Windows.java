package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far a sliding window reaches on the spatial axes of one node.
 *
 * @param kernel extent, per axis
 * @param begins padding before, ends padding after, per axis
 */
record Windows(
    List<Long> kernel,
    List<Long> strides,
    List<Long> dilations,
    List<Long> begins,
    List<Long> ends,
    String automatic,
    boolean ceil) {

  static Windows of(Node node, List<Long> kernel) {
    int axes = kernel.size();
    List<Long> pads = node.intsAttribute("pads").orElse(Collections.nCopies(2 * axes, 0L));
    List<Long> strides = node.intsAttribute("strides").orElse(Collections.nCopies(axes, 1L));
    List<Long> dilations = node.intsAttribute("dilations").orElse(Collections.nCopies(axes, 1L));
    RuleContext.require(
        pads.size() == 2 * axes && strides.size() == axes && dilations.size() == axes,
        "kernel, strides, dilations and pads must fit %d spatial axes",
        axes);
    requirePositive("kernel extents", kernel);
    requirePositive("strides", strides);
    requirePositive("dilations", dilations);
    return new Windows(
        kernel,
        strides,
        dilations,
        pads.subList(0, axes),
        pads.subList(axes, 2 * axes),
        node.stringAttribute("auto_pad", "NOTSET"),
        node.intAttribute("ceil_mode", 0) != 0);
  }

  private static void requirePositive(String what, List<Long> values) {
    RuleContext.require(
        values.stream().allMatch(value -> value > 0), "the %s (%s) must be positive", what, values);
  }

  /** N and C given, and the spatial extents a window leaves of the input's. */
  TensorType slide(RuleContext context, Dim channels) {
    return shape(context, channels, this::slid);
  }

  /** N and C given, and the spatial extents a transposed window makes of the input's. */
  TensorType spread(RuleContext context, Dim channels, List<Long> outputPadding) {
    return shape(context, channels, (input, axis) -> spread(input, axis, outputPadding.get(axis)));
  }

  private TensorType shape(RuleContext context, Dim channels, AxisRule rule) {
    TensorType input = context.type(0);
    RuleContext.require(
        input.rank() == kernel.size() + 2,
        "the input (%s) must have %d axes",
        input,
        kernel.size() + 2);
    List<Dim> shape = new ArrayList<>(List.of(input.dim(0), channels));
    for (int axis = 0; axis < kernel.size(); axis++) {
      Extent extent = rule.extent(input.dim(axis + 2), axis);
      int position = axis + 2;
      shape.add(extent.dim().orElseGet(() -> context.derived(extent.formula(), position)));
    }
    return input.withShape(shape);
  }

  private Extent slid(Dim input, int axis) {
    long stride = strides.get(axis);
    if (automatic.startsWith("SAME")) {
      return stride == 1
          ? Extent.of(input)
          : input.isKnown()
              ? Extent.of(Dim.of(Math.ceilDiv(input.size(), stride)))
              : Extent.of("ceil(%s/%d)".formatted(input, stride));
    }
    long slack = Math.subtractExact(padding(axis), reach(axis) - 1);
    if (stride == 1 && slack == 0) {
      return Extent.of(input);
    }
    return input.isKnown()
        ? Extent.of(Dim.of(positions(input.size(), slack, axis)))
        : Extent.of("%s(%s%+d)/%d+1".formatted(ceil ? "ceil" : "", input, slack - 1, stride));
  }

  /** How many places the window has; in ceil mode the last must start inside input or padding. */
  private long positions(long size, long slack, int axis) {
    long stride = strides.get(axis);
    long travel = Math.addExact(size, slack - 1);
    RuleContext.require(
        travel >= 0,
        "the window (%d) on spatial axis %d is larger than the padded input (%d)",
        reach(axis),
        axis,
        size + padding(axis));
    long floor = travel / stride + 1;
    if (!ceil || travel % stride == 0) {
      return floor;
    }
    return floor * stride >= size + begins.get(axis) ? floor : floor + 1;
  }

  private Extent spread(Dim input, int axis, long outputPadding) {
    long stride = strides.get(axis);
    if (automatic.startsWith("SAME")) {
      return Extent.of(input.times(Dim.of(stride)));
    }
    long rest = reach(axis) + outputPadding - padding(axis) - stride;
    if (rest == 0) {
      return Extent.of(input.times(Dim.of(stride)));
    }
    if (!input.isKnown()) {
      return Extent.of("%d*%s%+d".formatted(stride, input, rest));
    }
    long size = Math.addExact(Math.multiplyExact(input.size(), stride), rest);
    RuleContext.require(size >= 0, "the padding leaves nothing of spatial axis %d", axis);
    return Extent.of(Dim.of(size));
  }

  private long padding(int axis) {
    return automatic.equals("VALID") ? 0 : Math.addExact(begins.get(axis), ends.get(axis));
  }

  private long reach(int axis) {
    return Math.addExact(Math.multiplyExact(kernel.get(axis) - 1, dilations.get(axis)), 1);
  }

  @FunctionalInterface
  private interface AxisRule {
    Extent extent(Dim input, int axis);
  }

  /** An extent, or the formula of one that depends on a symbol. */
  private record Extent(java.util.Optional<Dim> dim, String formula) {
    static Extent of(Dim dim) {
      return new Extent(java.util.Optional.of(dim), "");
    }

    static Extent of(String formula) {
      return new Extent(java.util.Optional.empty(), formula);
    }
  }
}
