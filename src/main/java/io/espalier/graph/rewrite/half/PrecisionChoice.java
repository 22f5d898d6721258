package io.espalier.graph.rewrite.half;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which nodes compute in 16 bits, and why the others that compute with floats do not. */
final class PrecisionChoice {
  /** The largest number of 16 bits. */
  static final double LARGEST = 65504;

  private static final Set<String> WITHOUT_HALF =
      Set.of(
          "Bernoulli",
          "CumSum",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MelWeightMatrix",
          "NonMaxSuppression",
          "QLinearConv",
          "QLinearMatMul",
          "QuantizeLinear",
          "Range",
          "RoiAlign",
          "STFT");
  private static final Set<String> CONVERSIONS = Set.of("Cast", "CastLike");
  private static final Set<String> OVERFLOWING =
      Set.of(
          "Exp",
          "MeanVarianceNormalization",
          "Pow",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMean",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare");
  private static final Set<String> RECURRENT = Set.of("RNN", "GRU", "LSTM");
  private static final Map<String, Set<Integer>> FLOAT_SLOTS = Map.of("Resize", Set.of(1, 2));

  private final TypedGraph typed;
  private final Map<String, Boolean> fitting = new HashMap<>();

  PrecisionChoice(TypedGraph typed) {
    this.typed = typed;
  }

  boolean isFloat(String value) {
    return typed.type(value).filter(type -> type.elementType() == ElementType.FLOAT).isPresent();
  }

  /** True for an input that the node takes in 16 bits when it computes in 16 bits. */
  boolean narrows(Node node, int input) {
    return isFloat(node.inputs().get(input))
        && !FLOAT_SLOTS.getOrDefault(node.operator(), Set.of()).contains(input);
  }

  boolean computesWithFloats(Node node) {
    return Stream.concat(node.presentInputs(), node.presentOutputs()).anyMatch(this::isFloat);
  }

  boolean isHalf(Node node) {
    return node.presentInputs().anyMatch(this::isFloat) && reasonAgainst(node).isEmpty();
  }

  /** Why a node that computes with floats keeps 32 bits. */
  Optional<String> reasonAgainst(Node node) {
    if (!node.domain().isEmpty() || !node.subgraphs().isEmpty() || !isTyped(node)) {
      return Optional.of("its types are not known to be any float");
    }
    if (WITHOUT_HALF.contains(node.operator())) {
      return Optional.of("the operator has no form of 16 bits");
    }
    if (CONVERSIONS.contains(node.operator())) {
      return Optional.of("it converts from or to 32 bits");
    }
    if (RECURRENT.contains(node.operator())) {
      return Optional.of("its error would grow with every step, and runtimes lack it in 16 bits");
    }
    if (OVERFLOWING.contains(node.operator()) || isSquare(node)) {
      return Optional.of("its result may exceed %.0f".formatted(LARGEST));
    }
    return node.presentInputs()
        .filter(value -> !fitting.computeIfAbsent(value, this::fits))
        .findFirst()
        .map("its constant (%s) does not fit 16 bits"::formatted);
  }

  private boolean isTyped(Node node) {
    return Stream.concat(node.presentInputs(), node.presentOutputs())
        .map(typed::type)
        .allMatch(Optional<TensorType>::isPresent);
  }

  private static boolean isSquare(Node node) {
    return node.is("Mul") && node.inputs().getFirst().equals(node.inputs().getLast());
  }

  /** A constant fits when none of its numbers overflows, and when a single one does not vanish. */
  private boolean fits(String value) {
    Graph graph = typed.graph();
    if (!graph.isConstant(value) || !isFloat(value)) {
      return true;
    }
    Tensor tensor = graph.initializers().get(value);
    boolean vanishes =
        tensor.elements() == 1
            && tensor.doubleAt(0) != 0
            && Float.floatToFloat16((float) Math.abs(tensor.doubleAt(0))) == 0;
    return !vanishes && !overflows(tensor);
  }

  private static boolean overflows(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      double number = Math.abs(tensor.doubleAt(i));
      if (number > LARGEST && number < Double.POSITIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }
}
