package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How many axes the values of one graph have, as far as that follows without knowing extents.
 *
 * <p>Declared types of inner values are not believed, only those of graph inputs.
 */
final class Ranks {
  private static final Set<String> SAME_AS_FIRST =
      Set.of(
          "Abs",
          "AveragePool",
          "BatchNormalization",
          "Cast",
          "Ceil",
          "Clip",
          "Concat",
          "Conv",
          "ConvTranspose",
          "CumSum",
          "DepthToSpace",
          "Dropout",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "GlobalAveragePool",
          "GlobalLpPool",
          "GlobalMaxPool",
          "HardSigmoid",
          "Hardmax",
          "Identity",
          "InstanceNormalization",
          "LRN",
          "LeakyRelu",
          "Log",
          "LogSoftmax",
          "LpNormalization",
          "LpPool",
          "MaxPool",
          "MeanVarianceNormalization",
          "Neg",
          "Not",
          "PRelu",
          "Pad",
          "Reciprocal",
          "Relu",
          "Resize",
          "Selu",
          "Shrink",
          "Sigmoid",
          "Sign",
          "Slice",
          "Softmax",
          "Softplus",
          "Softsign",
          "SpaceToDepth",
          "Split",
          "Sqrt",
          "Tanh",
          "ThresholdedRelu",
          "Tile",
          "TopK",
          "Transpose",
          "Upsample");
  private static final Set<String> BROADCAST =
      Set.of(
          "Add", "And", "Div", "Equal", "Greater", "Less", "Max", "Mean", "Min", "Mul", "Or", "Pow",
          "Sub", "Sum", "Where", "Xor");
  private static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare");

  private final Function<String, Optional<Tensor>> constants;
  private final Function<String, OptionalInt> outer;
  private final Map<String, Integer> ranks = new HashMap<>();

  private Ranks(Function<String, Optional<Tensor>> constants, Function<String, OptionalInt> outer) {
    this.constants = constants;
    this.outer = outer;
  }

  /**
   * The ranks in a graph as it is before the upgrade.
   *
   * @param constants content of a constant of this graph or one around it
   * @param outer rank of a value of the graphs around this one
   */
  static Ranks of(
      Graph graph,
      Function<String, Optional<Tensor>> constants,
      Function<String, OptionalInt> outer) {
    Ranks found = new Ranks(constants, outer);
    for (ValueInfo input : graph.inputs()) {
      found.ranks.put(input.name(), input.type().rank());
    }
    graph.initializers().forEach((value, tensor) -> found.ranks.put(value, tensor.rank()));
    graph.nodes().forEach(found::visit);
    return found;
  }

  OptionalInt rank(String value) {
    Integer own = ranks.get(value);
    return own == null ? outer.apply(value) : OptionalInt.of(own);
  }

  private void visit(Node node) {
    if (node.domain().isEmpty()) {
      outputRank(node)
          .ifPresent(rank -> node.presentOutputs().forEach(value -> ranks.put(value, rank)));
    }
  }

  private OptionalInt outputRank(Node node) {
    String operator = node.operator();
    if (SAME_AS_FIRST.contains(operator)) {
      return inputRank(node, 0);
    }
    if (BROADCAST.contains(operator)) {
      return broadcast(node.presentInputs());
    }
    if (REDUCTIONS.contains(operator)) {
      return reduced(node);
    }
    return switch (operator) {
      case "Gemm", "Flatten" -> OptionalInt.of(2);
      case "Shape" -> OptionalInt.of(1);
      case "MatMul" -> product(inputRank(node, 0), inputRank(node, 1));
      case "Gather" -> sum(inputRank(node, 0), inputRank(node, 1), -1);
      case "Reshape" -> reshaped(node);
      case "Squeeze" -> sum(inputRank(node, 0), axes(node), 0, -1);
      case "Unsqueeze" -> sum(inputRank(node, 0), axes(node), 0, 1);
      default -> OptionalInt.empty();
    };
  }

  private OptionalInt inputRank(Node node, int index) {
    return node.input(index).map(this::rank).orElseGet(OptionalInt::empty);
  }

  private OptionalInt broadcast(Stream<String> values) {
    List<OptionalInt> all = new ArrayList<>(values.map(this::rank).toList());
    return all.stream().allMatch(OptionalInt::isPresent)
        ? all.stream().mapToInt(OptionalInt::getAsInt).max()
        : OptionalInt.empty();
  }

  private OptionalInt reduced(Node node) {
    return node.intAttribute("keepdims", 1) == 1
        ? inputRank(node, 0)
        : sum(inputRank(node, 0), axes(node), 0, -1);
  }

  private OptionalInt reshaped(Node node) {
    return node.input(1)
        .flatMap(constants)
        .map(shape -> OptionalInt.of((int) shape.elements()))
        .orElseGet(OptionalInt::empty);
  }

  /** How many axes a node names, as an attribute or as a constant. */
  private OptionalInt axes(Node node) {
    return node.intsAttribute("axes")
        .map(List::size)
        .or(() -> node.input(1).flatMap(constants).map(axes -> (int) axes.elements()))
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  private static OptionalInt product(OptionalInt left, OptionalInt right) {
    if (left.isEmpty() || right.isEmpty()) {
      return OptionalInt.empty();
    }
    int vectors = (left.getAsInt() == 1 ? 1 : 0) + (right.getAsInt() == 1 ? 1 : 0);
    return OptionalInt.of(Math.max(2, Math.max(left.getAsInt(), right.getAsInt())) - vectors);
  }

  private static OptionalInt sum(OptionalInt first, OptionalInt second, int more) {
    return sum(first, second, more, 1);
  }

  private static OptionalInt sum(OptionalInt first, OptionalInt second, int more, int sign) {
    return first.isPresent() && second.isPresent()
        ? OptionalInt.of(first.getAsInt() + sign * second.getAsInt() + more)
        : OptionalInt.empty();
  }
}
