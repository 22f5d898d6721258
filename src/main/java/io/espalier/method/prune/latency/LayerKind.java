package io.espalier.method.prune.latency;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.Optional;

/** Where a layer has its channels. */
enum LayerKind {
  /** Weight {@code [out, in, k…]}. */
  CONVOLUTION(1, 0, 1),
  /** Weight {@code [C, 1, k…]}, C groups. */
  DEPTHWISE(1, 0, 1),
  /** Weight {@code [in, out, k…]}. */
  TRANSPOSED_CONVOLUTION(0, 1, 1),
  /** Weight {@code [in, out]}. */
  PRODUCT(0, 1, -1),
  /** Weight {@code [out, in]}. */
  TRANSPOSED_PRODUCT(1, 0, -1),
  /** Something else, which is timed at its full width alone. */
  WHOLE(-1, -1, -1);

  private final int inAxis;
  private final int outAxis;
  private final int dataAxis;

  LayerKind(int inAxis, int outAxis, int dataAxis) {
    this.inAxis = inAxis;
    this.outAxis = outAxis;
    this.dataAxis = dataAxis;
  }

  /** Of the weight. */
  int inAxis() {
    return inAxis;
  }

  /** Of the weight. */
  int outAxis() {
    return outAxis;
  }

  /** Of input and output; −1 for the last. */
  int dataAxis() {
    return dataAxis;
  }

  static LayerKind of(Node node, TypedGraph typed) {
    Optional<TensorType> weight =
        node.input(1).filter(typed.graph()::isConstant).flatMap(typed::type);
    boolean known =
        weight.filter(type -> type.elementType() == ElementType.FLOAT).isPresent()
            && node.input(0).flatMap(typed::type).isPresent()
            && node.output(0).flatMap(typed::type).isPresent();
    return known && node.domain().isEmpty() ? of(node, weight.orElseThrow()) : WHOLE;
  }

  private static LayerKind of(Node node, TensorType weight) {
    return switch (node.operator()) {
      case "Conv" -> convolution(node, weight);
      case "ConvTranspose" -> node.intAttribute("group", 1) == 1 ? TRANSPOSED_CONVOLUTION : WHOLE;
      case "Gemm" -> gemm(node);
      case "MatMul" -> weight.rank() == 2 ? PRODUCT : WHOLE;
      default -> WHOLE;
    };
  }

  private static LayerKind convolution(Node node, TensorType weight) {
    long groups = node.intAttribute("group", 1);
    if (groups == 1) {
      return CONVOLUTION;
    }
    return weight.dim(1).is(1) && weight.dim(0).is(groups) ? DEPTHWISE : WHOLE;
  }

  private static LayerKind gemm(Node node) {
    if (node.intAttribute("transA", 0) != 0) {
      return WHOLE;
    }
    return node.intAttribute("transB", 0) == 0 ? PRODUCT : TRANSPOSED_PRODUCT;
  }
}
