package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Operators that pick elements by index. */
final class Selections {
  private Selections() {}

  static TensorType gather(RuleContext context) {
    TensorType data = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", 0), data.rank());
    List<Dim> shape = new ArrayList<>(data.shape().subList(0, axis));
    shape.addAll(context.type(1).shape());
    shape.addAll(data.shape().subList(axis + 1, data.rank()));
    return data.withShape(shape);
  }

  static TensorType gatherElements(RuleContext context) {
    TensorType data = context.type(0);
    TensorType indices = context.type(1);
    RuleContext.require(
        data.rank() == indices.rank(),
        "data (%s) and indices (%s) must have equal ranks",
        data,
        indices);
    return data.withShape(indices.shape());
  }

  static TensorType gatherNd(RuleContext context) {
    TensorType data = context.type(0);
    TensorType indices = context.type(1);
    RuleContext.require(indices.rank() > 0, "indices must have at least one axis");
    if (!indices.dim(-1).isKnown()) {
      throw RuleFailure.unresolved("the rank of its output is computed at run time");
    }
    long taken = context.node().intAttribute("batch_dims", 0) + indices.dim(-1).size();
    RuleContext.require(
        taken >= 0 && taken <= data.rank(),
        "the indices (%s) name more axes than data (%s) has",
        indices,
        data);
    List<Dim> shape = new ArrayList<>(indices.shape().subList(0, indices.rank() - 1));
    shape.addAll(data.shape().subList((int) taken, data.rank()));
    return data.withShape(shape);
  }

  /** A row per axis; how many columns shows only at run time. */
  static TensorType nonZero(RuleContext context) {
    Dim rank = Dim.of(context.type(0).rank());
    return new TensorType(ElementType.INT64, List.of(rank, context.unknown(1)));
  }

  static TensorType oneHot(RuleContext context) {
    TensorType indices = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", -1), indices.rank() + 1);
    Dim depth = context.extent(1).orElseGet(() -> context.unknown(axis));
    List<Dim> shape = new ArrayList<>(indices.shape());
    shape.add(axis, depth);
    return context.type(2).withShape(shape);
  }

  static TensorType pad(RuleContext context) {
    TensorType type = context.type(0);
    if (context.isComputed(1) || context.isComputed(3)) {
      return type.withShape(context.unknowns(type.rank()));
    }
    List<Long> all = LongStream.range(0, type.rank()).boxed().toList();
    List<Integer> axes = RuleContext.axes(context.has(3) ? context.numbers(3) : all, type.rank());
    List<Long> pads = context.inputOrAttribute(1, "pads").orElse(List.of());
    RuleContext.require(
        pads.size() == 2 * axes.size(), "the pads (%s) must be two per padded axis", pads);
    List<Dim> shape = new ArrayList<>(type.shape());
    for (int i = 0; i < axes.size(); i++) {
      long added = Math.addExact(pads.get(i), pads.get(i + axes.size()));
      shape.set(axes.get(i), padded(context, type.dim(axes.get(i)), added, axes.get(i)));
    }
    return type.withShape(shape);
  }

  private static Dim padded(RuleContext context, Dim extent, long added, int axis) {
    if (added == 0) {
      return extent;
    }
    if (!extent.isKnown()) {
      return context.derived("%s%+d".formatted(extent, added), axis);
    }
    long size = Math.addExact(extent.size(), added);
    RuleContext.require(size >= 0, "the pads leave nothing of axis %d", axis);
    return Dim.of(size);
  }

  /** Resize to given sizes, or by given scales rounded down. */
  static TensorType resize(RuleContext context) {
    TensorType type = context.type(0);
    if (!context.node().stringAttribute("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw RuleFailure.unresolved("it keeps the aspect ratio");
    }
    List<Long> all = LongStream.range(0, type.rank()).boxed().toList();
    List<Integer> axes =
        RuleContext.axes(context.node().intsAttribute("axes").orElse(all), type.rank());
    List<Dim> resized = context.has(3) ? Layouts.targetDims(context, 3) : scaled(context, axes);
    RuleContext.require(
        resized.size() == axes.size(),
        "it must resize %d axes, not %d",
        axes.size(),
        resized.size());
    List<Dim> shape = new ArrayList<>(type.shape());
    for (int i = 0; i < axes.size(); i++) {
      shape.set(axes.get(i), resized.get(i));
    }
    return type.withShape(shape);
  }

  private static List<Dim> scaled(RuleContext context, List<Integer> axes) {
    Tensor scales =
        context
            .constant(2)
            .filter(tensor -> tensor.elementType() == ElementType.FLOAT)
            .orElseThrow(() -> RuleFailure.unresolved("its scales are computed at run time"));
    RuleContext.require(
        scales.elements() == axes.size(), "the scales must be one per resized axis");
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      dims.add(scaled(context, axes.get(i), scales.doubleAt(i)));
    }
    return dims;
  }

  private static Dim scaled(RuleContext context, int axis, double scale) {
    RuleContext.require(scale > 0, "the scale (%s) must be positive", scale);
    Dim extent = context.type(0).dim(axis);
    if (scale == Math.rint(scale)) {
      return extent.times(Dim.of((long) scale));
    }
    return extent.isKnown()
        ? Dim.of((long) Math.floor(extent.size() * scale))
        : context.derived("%s*%s".formatted(extent, scale), axis);
  }
}
