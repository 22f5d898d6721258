package io.espalier.graph.rewrite;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Weight and bias of a convolution, a transposed convolution or a Gemm, seen by output channel.
 *
 * @param weight of the layer
 * @param channel the output channel of each row-major index of the weight
 * @param bias one number a channel, zeros where the layer has none
 */
record LayerWeights(Node layer, Tensor weight, LongUnaryOperator channel, double[] bias) {

  /** Empty for another operator and for weights that are no constants. */
  static Optional<LayerWeights> of(Graph graph, Node layer, int channels) {
    Optional<Tensor> weight = constant(graph, layer, 1);
    Optional<double[]> bias = bias(graph, layer, channels);
    return weight
        .flatMap(tensor -> channel(layer, tensor, channels))
        .flatMap(
            channel -> bias.map(b -> new LayerWeights(layer, weight.orElseThrow(), channel, b)));
  }

  static Optional<Tensor> constant(Graph graph, Node node, int input) {
    return node.input(input)
        .map(graph.initializers()::get)
        .filter(tensor -> FloatingTensors.WRITABLE.contains(tensor.elementType()));
  }

  private static Optional<LongUnaryOperator> channel(Node layer, Tensor weight, int channels) {
    return switch (layer.qualifiedOperator()) {
      case "Conv" -> leading(weight, channels);
      case "ConvTranspose" -> transposed(weight, layer.intAttribute("group", 1), channels);
      case "Gemm" ->
          layer.intAttribute("transB", 0) == 0
              ? Optional.of((LongUnaryOperator) i -> i % channels)
                  .filter(_ -> weight.dim(1) == channels)
              : leading(weight, channels);
      default -> Optional.empty();
    };
  }

  /** Channels are the first axis. */
  private static Optional<LongUnaryOperator> leading(Tensor weight, int channels) {
    long each = weight.elements() / channels;
    return weight.dim(0) == channels ? Optional.of(i -> i / each) : Optional.empty();
  }

  /** Rows are input channels, group after group; each holds the channels of its group. */
  private static Optional<LongUnaryOperator> transposed(Tensor weight, long groups, int channels) {
    long inGroup = weight.dim(1);
    long window = weight.elements() / (weight.dim(0) * inGroup);
    long rows = weight.dim(0) / groups;
    return groups * inGroup == channels
        ? Optional.of(i -> i / (window * inGroup) / rows * inGroup + i / window % inGroup)
        : Optional.empty();
  }

  private static Optional<double[]> bias(Graph graph, Node layer, int channels) {
    if (layer.input(2).isEmpty()) {
      return Optional.of(new double[channels]);
    }
    double factor = layer.is("Gemm") ? layer.floatAttribute("beta", 1) : 1;
    return constant(graph, layer, 2)
        .filter(tensor -> tensor.elements() == 1 || isVector(tensor, channels))
        .map(tensor -> numbers(tensor, factor, channels));
  }

  private static boolean isVector(Tensor tensor, int channels) {
    return tensor.elements() == channels && tensor.dim(-1) == channels;
  }

  private static double[] numbers(Tensor tensor, double factor, int channels) {
    double[] numbers = new double[channels];
    Arrays.setAll(numbers, i -> factor * tensor.doubleAt(tensor.elements() == 1 ? 0 : i));
    return numbers;
  }

  /** The layer that computes each channel times a number plus another one. */
  Node scaled(double[] scale, double[] shift, Draft draft) {
    ElementType type = weight.elementType();
    String newWeight = draft.freshName(layer.name() + ".weight");
    String newBias = draft.freshName(layer.name() + ".bias");
    draft.put(
        newWeight,
        FloatingTensors.of(
            type, weight.shape(), i -> weight.doubleAt(i) * scale[(int) channel.applyAsLong(i)]));
    draft.put(
        newBias,
        FloatingTensors.of(
            type, new long[] {scale.length}, i -> bias[(int) i] * scale[(int) i] + shift[(int) i]));
    List<String> inputs = new ArrayList<>(layer.inputs().subList(0, 1));
    inputs.addAll(List.of(newWeight, newBias));
    return layer.withInputs(inputs).withoutAttribute("beta");
  }
}
