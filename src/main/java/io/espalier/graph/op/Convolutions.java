package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Convolutions and pooling. */
final class Convolutions {
  private static final int FIRST_SPATIAL = 2;

  private Convolutions() {}

  static TensorType conv(RuleContext context) {
    return conv(context, 1, 2);
  }

  /** A convolution whose weight and bias are other inputs than usual. */
  static TensorType conv(RuleContext context, int weightInput, int biasInput) {
    TensorType weight = context.type(weightInput);
    Dim group = group(context);
    requireRank(context, weight);
    RuleContext.requireSame(
        weight.dim(1).times(group), context.type(0).dim(1), "weight inputs x group and channels");
    RuleContext.require(
        !weight.dim(0).isKnown() || weight.dim(0).dividedBy(group).isPresent(),
        "the output channels (%s) must be a multiple of the group (%s)",
        weight.dim(0),
        group);
    requireBias(context, biasInput, weight.dim(0));
    return Windows.of(context.node(), kernel(context, weight)).slide(context, weight.dim(0));
  }

  static TensorType convTranspose(RuleContext context) {
    TensorType weight = context.type(1);
    requireRank(context, weight);
    RuleContext.requireSame(weight.dim(0), context.type(0).dim(1), "weight inputs and channels");
    RuleContext.require(
        !weight.dim(0).isKnown() || weight.dim(0).dividedBy(group(context)).isPresent(),
        "the input channels (%s) must be a multiple of the group (%s)",
        weight.dim(0),
        group(context));
    Dim channels = weight.dim(1).times(group(context));
    requireBias(context, 2, channels);
    List<Long> kernel = kernel(context, weight);
    List<Long> none = Collections.nCopies(kernel.size(), 0L);
    List<Long> padding = context.node().intsAttribute("output_padding").orElse(none);
    RuleContext.require(
        padding.size() == kernel.size(), "output_padding must fit %d spatial axes", kernel.size());
    TensorType spread = Windows.of(context.node(), kernel).spread(context, channels, padding);
    return context.node().intsAttribute("output_shape").map(s -> sized(spread, s)).orElse(spread);
  }

  private static TensorType sized(TensorType type, List<Long> spatial) {
    RuleContext.require(
        spatial.size() == type.rank() - FIRST_SPATIAL && spatial.stream().allMatch(s -> s >= 0),
        "the output_shape (%s) must fit the spatial axes",
        spatial);
    List<Dim> shape = new ArrayList<>(type.shape().subList(0, FIRST_SPATIAL));
    spatial.forEach(size -> shape.add(Dim.of(size)));
    return type.withShape(shape);
  }

  static TensorType pool(RuleContext context) {
    List<Long> kernel =
        context
            .node()
            .intsAttribute("kernel_shape")
            .orElseThrow(() -> RuleFailure.contradiction("it needs the attribute kernel_shape"));
    RuleContext.require(
        context.type(0).rank() == kernel.size() + FIRST_SPATIAL,
        "the input (%s) must have %d axes",
        context.type(0),
        kernel.size() + FIRST_SPATIAL);
    return Windows.of(context.node(), kernel).slide(context, context.type(0).dim(1));
  }

  static List<TensorType> maxPool(RuleContext context) {
    TensorType pooled = pool(context);
    return List.of(pooled, pooled.withElementType(ElementType.INT64));
  }

  static TensorType globalPool(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(type.rank() > FIRST_SPATIAL, "the input (%s) must have spatial axes", type);
    List<Dim> shape = new ArrayList<>(type.shape().subList(0, FIRST_SPATIAL));
    shape.addAll(Collections.nCopies(type.rank() - FIRST_SPATIAL, Dim.of(1)));
    return type.withShape(shape);
  }

  private static Dim group(RuleContext context) {
    long group = context.node().intAttribute("group", 1);
    RuleContext.require(group > 0, "the group (%d) must be positive", group);
    return Dim.of(group);
  }

  private static void requireRank(RuleContext context, TensorType weight) {
    RuleContext.require(
        weight.rank() > FIRST_SPATIAL && weight.rank() == context.type(0).rank(),
        "the weight (%s) must have the %d axes of the input and at least 3",
        weight,
        context.type(0).rank());
  }

  private static void requireBias(RuleContext context, int input, Dim channels) {
    context
        .optionalType(input)
        .ifPresent(
            bias -> {
              RuleContext.require(bias.rank() == 1, "the bias (%s) must have one axis", bias);
              RuleContext.requireSame(bias.dim(0), channels, "bias and output channels");
            });
  }

  /** The kernel of the weight, which the attribute may only repeat. */
  private static List<Long> kernel(RuleContext context, TensorType weight) {
    List<Dim> spatial = weight.shape().subList(FIRST_SPATIAL, weight.rank());
    if (!spatial.stream().allMatch(Dim::isKnown)) {
      return context
          .node()
          .intsAttribute("kernel_shape")
          .filter(kernel -> kernel.size() == spatial.size())
          .orElseThrow(() -> RuleFailure.unresolved("its kernel is computed at run time"));
    }
    List<Long> kernel = spatial.stream().map(Dim::size).toList();
    List<Long> declared = context.node().intsAttribute("kernel_shape").orElse(kernel);
    RuleContext.require(
        declared.equals(kernel),
        "kernel_shape (%s) must be that of the weight (%s)",
        declared,
        kernel);
    return kernel;
  }
}
