package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Matrix products. */
final class Products {
  private Products() {}

  static TensorType gemm(RuleContext context) {
    TensorType a = matrix(context, 0);
    TensorType b = matrix(context, 1);
    int rowsOfA = context.node().intAttribute("transA", 0) == 0 ? 0 : 1;
    int rowsOfB = context.node().intAttribute("transB", 0) == 0 ? 0 : 1;
    RuleContext.requireSame(a.dim(1 - rowsOfA), b.dim(rowsOfB), "inner extents");
    List<Dim> shape = List.of(a.dim(rowsOfA), b.dim(1 - rowsOfB));
    context.optionalType(2).ifPresent(c -> requireBroadcast(context, c, shape));
    return a.withShape(shape);
  }

  private static TensorType matrix(RuleContext context, int input) {
    TensorType type = context.type(input);
    RuleContext.require(type.rank() == 2, "the input (%s) must have two axes", type);
    return type;
  }

  private static void requireBroadcast(RuleContext context, TensorType c, List<Dim> shape) {
    RuleContext.require(c.rank() <= 2, "the bias (%s) must have at most two axes", c);
    List<Dim> broadcast = Broadcasting.shapes(context, c.shape(), shape);
    for (int axis = 0; axis < shape.size(); axis++) {
      RuleContext.requireSame(broadcast.get(axis), shape.get(axis), "bias and output extents");
    }
  }

  /** Numpy's product: leading axes broadcast, a vector counts as a row on the left. */
  static TensorType matMul(RuleContext context) {
    return matMul(context, 1);
  }

  /** A product whose right factor is another input than usual. */
  static TensorType matMul(RuleContext context, int right) {
    TensorType a = context.type(0);
    TensorType b = context.type(right);
    RuleContext.require(
        a.rank() > 0 && b.rank() > 0, "the inputs (%s and %s) must have at least one axis", a, b);
    RuleContext.requireSame(a.dim(-1), b.dim(b.rank() == 1 ? 0 : -2), "inner extents");
    List<Dim> shape = new ArrayList<>(Broadcasting.shapes(context, lead(a), lead(b)));
    if (a.rank() > 1) {
      shape.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      shape.add(b.dim(-1));
    }
    return a.withShape(shape);
  }

  private static List<Dim> lead(TensorType type) {
    return type.shape().subList(0, Math.max(0, type.rank() - 2));
  }

  /** A number for each matrix of the last two axes. */
  static TensorType determinant(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(type.rank() >= 2, "the input (%s) must have at least two axes", type);
    RuleContext.requireSame(type.dim(-2), type.dim(-1), "rows and columns");
    return type.withShape(lead(type));
  }

  static TensorType einsum(RuleContext context) {
    Equation equation = Equation.of(context);
    return context.type(0).withShape(equation.outputShape());
  }
}
