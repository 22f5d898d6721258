package io.espalier.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Builds small networks in code; weights come from a seed, names from a counter. */
public final class NetworkBuilder {
  private final String name;
  private final Random random;
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();

  public NetworkBuilder(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
  }

  /** A float input whose first axis is the symbolic batch. */
  public String input(String input, long... withoutBatch) {
    return input(ElementType.FLOAT, input, withoutBatch);
  }

  /** An input of any element type whose first axis is the symbolic batch. */
  public String input(ElementType elementType, String input, long... withoutBatch) {
    List<Dim> shape = new ArrayList<>(List.of(Dim.symbol("batch")));
    Arrays.stream(withoutBatch).mapToObj(Dim::of).forEach(shape::add);
    inputs.add(new ValueInfo(input, new TensorType(elementType, shape)));
    return input;
  }

  /** A float output whose first axis is the symbolic batch. */
  public NetworkBuilder output(String output, long... withoutBatch) {
    List<Dim> shape = new ArrayList<>(List.of(Dim.symbol("batch")));
    Arrays.stream(withoutBatch).mapToObj(Dim::of).forEach(shape::add);
    outputs.add(new ValueInfo(output, new TensorType(ElementType.FLOAT, shape)));
    return this;
  }

  /** A weight of normally distributed values, scaled by the square root of its fan-in. */
  public String weight(String stem, long... shape) {
    long fanIn = Math.max(1, Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b));
    return fill(stem, 1 / Math.sqrt(fanIn), 0, shape);
  }

  /** A vector of values between 0.5 and 1.5, as BatchNorm scales and variances are. */
  public String positive(String stem, long... shape) {
    String value = fill(stem, 0.1, 1, shape);
    float[] clipped = initializers.get(value).toFloats();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.clamp(clipped[i], 0.5f, 1.5f);
    }
    initializers.put(value, Tensor.ofFloats(shape, clipped));
    return value;
  }

  public String constant(String value, Tensor tensor) {
    initializers.put(value, tensor);
    return value;
  }

  public String op(String operator, String... inputNames) {
    return op(operator, Map.of(), inputNames);
  }

  public String op(String operator, Map<String, Attribute> attributes, String... inputNames) {
    String stem = operator.toLowerCase(java.util.Locale.ROOT) + "_" + nodes.size();
    nodes.add(
        new Node(stem, "", operator, List.of(inputNames), List.of(stem + "_out"), attributes));
    return stem + "_out";
  }

  /** A node with several outputs. */
  public List<String> op(
      String operator, int outputCount, Map<String, Attribute> attributes, String... inputNames) {
    String stem = operator.toLowerCase(java.util.Locale.ROOT) + "_" + nodes.size();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputCount; i++) {
      made.add(stem + "_out" + i);
    }
    nodes.add(new Node(stem, "", operator, List.of(inputNames), made, attributes));
    return made;
  }

  /** A square convolution with bias, padded so that stride 1 keeps the size. */
  public String conv(String x, int in, int out, int kernel, int stride, int groups) {
    int pad = kernel / 2;
    String stem = "conv" + nodes.size();
    String weight = weight(stem + ".weight", out, in / groups, kernel, kernel);
    String bias = weight(stem + ".bias", out);
    return op(
        "Conv",
        Map.of(
            "kernel_shape", Attribute.ofInts(kernel, kernel),
            "strides", Attribute.ofInts(stride, stride),
            "pads", Attribute.ofInts(pad, pad, pad, pad),
            "group", Attribute.of((long) groups)),
        x,
        weight,
        bias);
  }

  public String batchNorm(String x, int channels) {
    String stem = "bn" + nodes.size();
    return op(
        "BatchNormalization",
        x,
        positive(stem + ".weight", channels),
        weight(stem + ".bias", channels),
        weight(stem + ".running_mean", channels),
        positive(stem + ".running_var", channels));
  }

  public String relu(String x) {
    return op("Relu", x);
  }

  /** A fully connected layer as exporters write it: Gemm with transB. */
  public String linear(String x, int in, int out) {
    String stem = "linear" + nodes.size();
    return op(
        "Gemm",
        Map.of("transB", Attribute.of(1L)),
        x,
        weight(stem + ".weight", out, in),
        weight(stem + ".bias", out));
  }

  public Graph build() {
    return new Graph(name, inputs, outputs, nodes, initializers, Map.of("", 17L), Map.of());
  }

  private String fill(String value, double scale, double mean, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + scale * random.nextGaussian());
    }
    initializers.put(value, Tensor.ofFloats(shape, values));
    return value;
  }
}
