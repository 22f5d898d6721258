package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that reduce axes to one element or to a few. */
final class Reductions {
  private Reductions() {}

  /** Reduce operators, with the axes as attribute (older) or as second input (newer). */
  static TensorType reduce(RuleContext context) {
    TensorType type = context.type(0);
    if (context.isComputed(1)) {
      return reducedAtRunTime(context, type);
    }
    Optional<List<Long>> given = context.inputOrAttribute(1, "axes").filter(a -> !a.isEmpty());
    if (given.isEmpty() && context.node().intAttribute("noop_with_empty_axes", 0) != 0) {
      return type;
    }
    List<Integer> axes =
        given
            .map(list -> RuleContext.axes(list, type.rank()))
            .orElseGet(() -> IntStream.range(0, type.rank()).boxed().toList());
    return reduced(type, axes, context.node().intAttribute("keepdims", 1) != 0);
  }

  /** Which axes are reduced shows only at run time, but not how many. */
  private static TensorType reducedAtRunTime(RuleContext context, TensorType type) {
    boolean keep = context.node().intAttribute("keepdims", 1) != 0;
    int left = keep ? type.rank() : type.rank() - context.count(1);
    RuleContext.require(left >= 0, "it reduces more axes than the input (%s) has", type);
    return type.withShape(context.unknowns(left));
  }

  static TensorType argument(RuleContext context) {
    TensorType type = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", 0), type.rank());
    boolean keep = context.node().intAttribute("keepdims", 1) != 0;
    return reduced(type, List.of(axis), keep).withElementType(ElementType.INT64);
  }

  static List<TensorType> topK(RuleContext context) {
    TensorType type = context.type(0);
    int axis = RuleContext.axis(context.node().intAttribute("axis", -1), type.rank());
    List<Dim> shape = new ArrayList<>(type.shape());
    shape.set(axis, context.extent(1).orElseGet(() -> context.unknown(axis)));
    TensorType values = type.withShape(shape);
    return List.of(values, values.withElementType(ElementType.INT64));
  }

  private static TensorType reduced(TensorType type, List<Integer> axes, boolean keep) {
    List<Dim> shape = new ArrayList<>();
    for (int axis = 0; axis < type.rank(); axis++) {
      if (!axes.contains(axis)) {
        shape.add(type.dim(axis));
      } else if (keep) {
        shape.add(Dim.of(1));
      }
    }
    return type.withShape(shape);
  }
}
