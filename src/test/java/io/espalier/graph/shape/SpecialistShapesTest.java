package io.espalier.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent and quantised operators, losses, signals, regions and sets. */
class SpecialistShapesTest {
  private static final int RANDOM_NODES = 20_000;
  private static final int MOST_INPUTS = 9;

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("operators")
  void infers(String operator, Function<NetworkBuilder, List<String>> node, String types) {
    NetworkBuilder network = new NetworkBuilder("case", 1);
    network.input("x", 5, 4);
    List<String> outputs = node.apply(network);
    Map<String, TensorType> inferred = ShapeInference.infer(network.build()).types();
    assertThat(outputs.stream().map(inferred::get).map(String::valueOf))
        .containsExactly(types.split(" "));
  }

  static Stream<Arguments> operators() {
    return Stream.of(recurrences(), collections(), signals(), losses()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> recurrences() {
    return Stream.of(
        operator(
            "LSTM",
            "float[batch,2,5,3] float[2,5,3] float[2,5,3]",
            n ->
                n.op(
                    "LSTM",
                    3,
                    Map.of("direction", Attribute.of("bidirectional")),
                    "x",
                    n.weight("w", 2, 12, 4),
                    n.weight("r", 2, 12, 3))),
        operator(
            "GRU",
            "float[batch,5,1,3] float[batch,1,3]",
            n ->
                n.op(
                    "GRU",
                    2,
                    Map.of("layout", Attribute.of(1)),
                    "x",
                    n.weight("w", 1, 9, 4),
                    n.weight("r", 1, 9, 3))));
  }

  private static Stream<Arguments> collections() {
    return Stream.of(
        operator(
            "DynamicQuantizeLinear",
            "uint8[batch,5,4] float[] uint8[]",
            n -> n.op("DynamicQuantizeLinear", 3, Map.of(), "x")),
        operator(
            "Unique",
            "float[unique_0#0] int64[unique_0#0] int64[20*batch] int64[unique_0#0]",
            n -> n.op("Unique", 4, Map.of(), "x")),
        operator(
            "Compress",
            "float[batch,compress_0#1,4]",
            n -> n.op("Compress", 1, axis(-2), "x", n.constant("c", Tensor.vector(1, 0)))));
  }

  private static Stream<Arguments> signals() {
    return Stream.of(
        operator("DFT", "float[batch,5,2]", n -> n.op("DFT", 1, Map.of(), real(n))),
        operator(
            "DFT",
            "float[batch,3,2]",
            n -> n.op("DFT", 1, Map.of("onesided", Attribute.of(1)), real(n))),
        operator(
            "HannWindow",
            "double[16]",
            n ->
                n.op(
                    "HannWindow",
                    1,
                    Map.of("output_datatype", Attribute.of(11)),
                    n.constant("size", Tensor.ofLongs(new long[0], 16)))));
  }

  private static Stream<Arguments> losses() {
    return Stream.of(
        operator(
            "NegativeLogLikelihoodLoss",
            "float[]",
            n -> n.op("NegativeLogLikelihoodLoss", 1, Map.of(), "x", n.input("target", 4))),
        operator(
            "SoftmaxCrossEntropyLoss",
            "float[batch,4] float[batch,5,4]",
            n ->
                n.op(
                    "SoftmaxCrossEntropyLoss",
                    2,
                    Map.of("reduction", Attribute.of("none")),
                    "x",
                    n.input("target", 4))));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contradictions")
  void refuses(Function<NetworkBuilder, ?> node, String message) {
    NetworkBuilder network = new NetworkBuilder("case", 1);
    network.input("x", 5, 4);
    node.apply(network);
    assertThat(Inference.of(network.build()).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains(message);
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        contradiction(
            "axis 1 of the weight and its layer must be equal but are 9 and 12",
            n -> n.op("LSTM", "x", n.weight("w", 1, 9, 4), n.weight("r", 1, 12, 3))),
        contradiction(
            "the direction (sideways) must be forward, reverse or bidirectional",
            n ->
                n.op(
                    "RNN",
                    Map.of("direction", Attribute.of("sideways")),
                    "x",
                    n.weight("w", 1, 3, 4),
                    n.weight("r", 1, 3, 3))),
        contradiction(
            "scales and the extent of their axis must be equal but are 3 and 5",
            n -> n.op("QuantizeLinear", "x", n.positive("s", 3))),
        contradiction(
            "the reduction (median) must be none, sum or mean",
            n ->
                n.op(
                    "NegativeLogLikelihoodLoss",
                    Map.of("reduction", Attribute.of("median")),
                    "x",
                    n.input("target", 4))),
        contradiction(
            "batch_axis (1) and time_axis (2) must be the first two axes",
            n ->
                n.op(
                    "ReverseSequence",
                    Map.of("time_axis", Attribute.of(2)),
                    "x",
                    n.constant("l", Tensor.vector(1)))),
        contradiction("rows and columns must be equal but are 5 and 4", n -> n.op("Det", "x")));
  }

  @Test
  void neverFailsOnRandomNodes() {
    Random random = new Random(11);
    for (int run = 0; run < RANDOM_NODES; run++) {
      Graph graph = randomNode(random, OPERATORS.get(random.nextInt(OPERATORS.size())));
      assertThat(Inference.of(graph).typed().types()).isNotEmpty();
    }
  }

  private static final List<String> OPERATORS =
      List.of(
          "RNN",
          "GRU",
          "LSTM",
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger",
          "NegativeLogLikelihoodLoss",
          "SoftmaxCrossEntropyLoss",
          "DFT",
          "STFT",
          "HannWindow",
          "MelWeightMatrix",
          "GridSample",
          "RoiAlign",
          "MaxRoiPool",
          "NonMaxSuppression",
          "MaxUnpool",
          "Unique",
          "Compress",
          "ReverseSequence",
          "TfIdfVectorizer",
          "Det");

  private static final List<String> ATTRIBUTES =
      List.of(
          "axis",
          "layout",
          "hidden_size",
          "block_size",
          "output_dtype",
          "output_datatype",
          "kernel_shape",
          "strides",
          "pads",
          "group",
          "onesided",
          "pooled_shape",
          "output_height",
          "output_width",
          "batch_axis",
          "time_axis",
          "ngram_indexes");

  private static Graph randomNode(Random random, String operator) {
    NetworkBuilder network = new NetworkBuilder("random", 1);
    network.input("x", 4, 6, 6);
    network.input("sequence", 5, 4);
    String[] inputs = new String[1 + random.nextInt(MOST_INPUTS)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = randomInput(random, network, i);
    }
    Map<String, Attribute> attributes = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), randomAttribute(random));
    }
    network.op(operator, 1 + random.nextInt(3), attributes, inputs);
    return network.build();
  }

  private static String randomInput(Random random, NetworkBuilder network, int position) {
    return switch (random.nextInt(7)) {
      case 0 -> "x";
      case 1 -> "sequence";
      case 2 -> random.nextInt(4) == 0 ? "" : "x";
      case 3 -> network.weight("w" + position, 4, 4, 3, 3);
      case 4 -> network.weight("r" + position, 1, 4, 4);
      case 5 -> network.constant("s" + position, Tensor.ofLongs(new long[0], number(random)));
      default -> network.constant("v" + position, Tensor.vector(numbers(random)));
    };
  }

  private static Attribute randomAttribute(Random random) {
    return random.nextBoolean() ? Attribute.of(number(random)) : Attribute.ofInts(numbers(random));
  }

  private static long[] numbers(Random random) {
    return random.longs(random.nextInt(5)).map(_ -> number(random)).toArray();
  }

  private static long number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      default -> random.nextInt(-3, 6);
    };
  }

  private static String real(NetworkBuilder network) {
    return network.input("signal", 5, 1);
  }

  private static Map<String, Attribute> axis(long axis) {
    return Map.of("axis", Attribute.of(axis));
  }

  private static Arguments operator(
      String name, String types, Function<NetworkBuilder, List<String>> node) {
    return Arguments.of(name, node, types);
  }

  private static Arguments contradiction(String message, Function<NetworkBuilder, String> node) {
    return Arguments.of(node, message);
  }
}
