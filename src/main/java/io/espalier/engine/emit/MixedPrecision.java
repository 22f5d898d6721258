package io.espalier.engine.emit;

import static io.espalier.engine.emit.Literals.call;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers that each operator computes with, where a program computes partly in 16 bits.
 *
 * <p>Convolutions and matrix products take 16 bits. Operators that neither sum nor grow take what
 * comes, and a constant then follows what it is combined with. All others, softmax, powers,
 * reductions and layer normalisation among them, take 32 bits. A value that has the type already is
 * not copied.
 *
 * <p>Source of the division: P. Micikevicius et al., "Mixed Precision Training", ICLR 2018.
 */
final class MixedPrecision {
  private static final Set<String> LOW =
      Set.of("Attention", "Conv", "ConvTranspose", "Gemm", "MatMul");

  private static final Set<String> COMBINING = Set.of("Add", "Div", "Max", "Min", "Mul", "Sub");

  private static final Set<String> INDIFFERENT =
      Set.of(
          "Abs",
          "AveragePool",
          "BatchNormalization",
          "Cast",
          "Clip",
          "Concat",
          "DepthToSpace",
          "Dropout",
          "Elu",
          "Expand",
          "Flatten",
          "Gather",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LeakyRelu",
          "MaxPool",
          "Mish",
          "Neg",
          "Pad",
          "Relu",
          "Reshape",
          "Shape",
          "Sigmoid",
          "Size",
          "Slice",
          "SpaceToDepth",
          "Split",
          "Squeeze",
          "Swish",
          "Tanh",
          "Tile",
          "Transpose",
          "Unsqueeze");

  private MixedPrecision() {}

  /** The expression of an input in the type that the node computes with. */
  static String entered(Node node, String value, Emission emission) {
    String expression = emission.read(value);
    Optional<ElementType> low = emission.writing().low();
    if (low.isEmpty() || !isFloat(value, emission)) {
      return expression;
    }
    if (LOW.contains(node.qualifiedOperator())) {
      return call("torch.to", expression, ScalarTypes.code(low.get()).orElseThrow());
    }
    if (COMBINING.contains(node.qualifiedOperator())) {
      return combined(node, value, expression, emission);
    }
    return INDIFFERENT.contains(node.qualifiedOperator())
        ? expression
        : call("torch.to", expression, ScalarTypes.FLOAT);
  }

  private static String combined(Node node, String value, String expression, Emission emission) {
    if (emission.constant(value).isEmpty()) {
      return expression;
    }
    return node.presentInputs()
        .filter(other -> emission.constant(other).isEmpty() && isFloat(other, emission))
        .findFirst()
        .map(other -> call("torch.to", expression, emission.read(other) + ".dtype"))
        .orElse(expression);
  }

  private static boolean isFloat(String value, Emission emission) {
    return emission.type(value).filter(it -> it.elementType() == ElementType.FLOAT).isPresent();
  }
}
