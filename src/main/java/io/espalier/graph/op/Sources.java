package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.List;
import java.util.Optional;

/** Operators that make a value out of attributes, extents or a few numbers. */
final class Sources {
  private Sources() {}

  static TensorType constant(RuleContext context) {
    return ConstantValue.of(context.node())
        .map(Tensor::type)
        .orElseThrow(() -> RuleFailure.unresolved("its value is not a plain tensor"));
  }

  static TensorType constantOfShape(RuleContext context) {
    Optional<Tensor> value = context.node().tensorAttribute("value");
    RuleContext.require(
        value.map(Tensor::elements).orElse(1L) == 1, "its value must have one element");
    ElementType type = value.map(Tensor::elementType).orElse(ElementType.FLOAT);
    return new TensorType(type, Layouts.targetDims(context, 0));
  }

  static TensorType shape(RuleContext context) {
    return TensorType.of(ElementType.INT64, shapeDims(context).size());
  }

  static List<Dim> shapeDims(RuleContext context) {
    TensorType type = context.type(0);
    int start = clamp(context.node().intAttribute("start", 0), type.rank());
    int end = clamp(context.node().intAttribute("end", type.rank()), type.rank());
    return type.shape().subList(start, Math.max(start, end));
  }

  private static int clamp(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  static TensorType size(RuleContext context) {
    return context.type(0).withShape(List.of()).withElementType(ElementType.INT64);
  }

  static TensorType range(RuleContext context) {
    Dim count =
        rangeCount(context)
            .map(Dim::of)
            .or(() -> countedUp(context))
            .orElseGet(() -> context.unknown(0));
    return context.type(0).withShape(List.of(count));
  }

  private static Optional<Long> rangeCount(RuleContext context) {
    Optional<Double> start = context.number(0);
    Optional<Double> limit = context.number(1);
    Optional<Double> delta = context.number(2);
    if (start.isEmpty() || limit.isEmpty() || delta.isEmpty()) {
      return Optional.empty();
    }
    RuleContext.require(delta.get() != 0, "the delta must not be 0");
    double steps = Math.ceil((limit.get() - start.get()) / delta.get());
    return Optional.of(Math.max(0, (long) steps));
  }

  /** The symbolic limit of a range that counts up from 0 by 1. */
  private static Optional<Dim> countedUp(RuleContext context) {
    boolean counting =
        context.number(0).filter(start -> start == 0).isPresent()
            && context.number(2).filter(delta -> delta == 1).isPresent();
    return counting ? context.extent(1) : Optional.empty();
  }

  static TensorType eyeLike(RuleContext context) {
    TensorType type = context.type(0);
    return context.node().attributes().containsKey("dtype")
        ? type.withElementType(Elementwise.elementType(context, "dtype"))
        : type;
  }
}
