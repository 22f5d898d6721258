package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Element-wise operators on shapes that are aligned at their last axis. */
final class Broadcasting {
  private Broadcasting() {}

  /** All inputs broadcast together; the element type is that of the first. */
  static TensorType same(RuleContext context) {
    return context.type(0).withShape(shapes(context, 0));
  }

  static TensorType comparison(RuleContext context) {
    return same(context).withElementType(io.espalier.graph.ElementType.BOOL);
  }

  static TensorType where(RuleContext context) {
    return context.type(1).withShape(shapes(context, 0));
  }

  /** The first input keeps its shape; the second must broadcast to it. */
  static TensorType oneWay(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(
        context.type(1).rank() <= type.rank(),
        "the slope (%s) must broadcast to the input (%s)",
        context.type(1),
        type);
    shapes(context, 0);
    return type;
  }

  private static List<Dim> shapes(RuleContext context, int from) {
    List<Dim> shape = List.of();
    for (int i = from; i < context.node().inputs().size(); i++) {
      shape = shapes(context, shape, context.type(i).shape());
    }
    return shape;
  }

  /** The shape two shapes broadcast to. */
  static List<Dim> shapes(RuleContext context, List<Dim> a, List<Dim> b) {
    int rank = Math.max(a.size(), b.size());
    List<Dim> left = padded(a, rank);
    List<Dim> right = padded(b, rank);
    List<Dim> shape = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      shape.add(dim(context, left.get(axis), right.get(axis), axis));
    }
    return shape;
  }

  private static List<Dim> padded(List<Dim> shape, int rank) {
    return Stream.concat(
            Collections.nCopies(rank - shape.size(), Dim.of(1)).stream(), shape.stream())
        .toList();
  }

  private static Dim dim(RuleContext context, Dim a, Dim b, int axis) {
    if (a.equals(b) || b.is(1)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    RuleContext.requireSame(a, b, "extents that are not 1 of broadcast axis %d".formatted(axis));
    return a.isKnown() ? a : b.isKnown() ? b : context.unknown(axis);
  }
}
