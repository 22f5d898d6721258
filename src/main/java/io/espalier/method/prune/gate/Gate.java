package io.espalier.method.prune.gate;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The nodes and constants of one gate; names begin with its own. */
final class Gate {
  private static final int SPATIAL_RANK = 4;
  private static final int LARGEST_MAP = 16;
  private static final int POOL = 2;
  private static final double INITIAL_SCALE = 0.05;

  private final String name;
  private final int channels;
  private final boolean axesAreInputs;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private int number;

  Gate(String name, int channels, boolean axesAreInputs) {
    this.name = name;
    this.channels = channels;
    this.axesAreInputs = axesAreInputs;
  }

  String weight() {
    return name + ".weight";
  }

  /** Value {@code [1, C]}. */
  String code() {
    return name + ".code";
  }

  Map<String, Tensor> constants() {
    return constants;
  }

  /** Nodes added since the last call. */
  List<Node> takeNodes() {
    List<Node> taken = List.copyOf(nodes);
    nodes.clear();
    return taken;
  }

  /** Computes the code of a map and how far each channel is open, {@code [1, C]}. */
  String open(ChannelValue value, TensorType type, RandomGenerator random) {
    String picked = picked(value, type);
    boolean spatial = isSpatial(value, type);
    String mean = spatial ? mean(picked, 0) : mean(picked, others(type.rank(), value.axis()));
    String pooled = spatial ? pooled(mean, type) : mean;
    String flat = node("Reshape", Map.of(), pooled, integers(1, -1));
    long inputs = value.positions().total() * (spatial ? places(type) : 1);
    constants.put(weight(), normal(random, channels, inputs));
    nodes.add(
        new Node(
            code(),
            "",
            "Gemm",
            List.of(flat, weight()),
            List.of(code()),
            Map.of("transB", Attribute.of(1L))));
    return node("Sigmoid", Map.of(), node("Mul", Map.of(), code(), GatedNetwork.STEEPNESS));
  }

  /** The positions of the channels, channel by channel. */
  private String picked(ChannelValue value, TensorType type) {
    ChannelPositions positions = value.positions();
    if (isWhole(positions, type.dim(value.axis()).size())) {
      return value.value();
    }
    long[] order =
        IntStream.range(0, positions.channels())
            .flatMap(channel -> Arrays.stream(positions.of(channel)))
            .asLongStream()
            .toArray();
    return node("Gather", axis(value.axis()), value.value(), integers(order));
  }

  private static boolean isWhole(ChannelPositions positions, long extent) {
    return positions.total() == extent
        && IntStream.range(0, positions.channels())
            .allMatch(channel -> Arrays.equals(positions.of(channel), new int[] {channel}));
  }

  private static boolean isSpatial(ChannelValue value, TensorType type) {
    return type.rank() == SPATIAL_RANK
        && value.axis() == 1
        && type.dim(2).isKnown()
        && type.dim(3).isKnown();
  }

  private static long[] others(int rank, int axis) {
    return IntStream.range(0, rank).filter(it -> it != axis).asLongStream().toArray();
  }

  private String mean(String value, long... axes) {
    return axesAreInputs
        ? node("ReduceMean", Map.of(), value, integers(axes))
        : node("ReduceMean", Map.of("axes", Attribute.ofInts(axes)), value);
  }

  private String pooled(String map, TensorType type) {
    Attribute window = Attribute.ofInts(window(type.dim(2).size()), window(type.dim(3).size()));
    return node("MaxPool", Map.of("kernel_shape", window, "strides", window), map);
  }

  private static long window(long extent) {
    return extent < POOL ? 1 : Math.max(POOL, Math.ceilDiv(extent, LARGEST_MAP));
  }

  private static long places(TensorType type) {
    return IntStream.of(2, 3)
        .mapToLong(axis -> type.dim(axis).size())
        .map(extent -> extent / window(extent))
        .reduce(1, Math::multiplyExact);
  }

  /** A twentieth of the weights of He et al., ICCV 2015, so that no gate is decided by them. */
  private static Tensor normal(RandomGenerator random, int outputs, long inputs) {
    float[] values = new float[Math.toIntExact(Math.multiplyExact(outputs, inputs))];
    double deviation = INITIAL_SCALE * Math.sqrt(2.0 / inputs);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensor.ofFloats(new long[] {outputs, inputs}, values);
  }

  /** The value times the gate, other positions as they are. */
  String gated(String current, ChannelValue value, TensorType type, String open) {
    long extent = type.dim(value.axis()).size();
    String along = isWhole(value.positions(), extent) ? open : spread(value, extent, open);
    long[] shape = new long[type.rank()];
    Arrays.fill(shape, 1);
    shape[value.axis()] = extent;
    return node("Mul", Map.of(), current, node("Reshape", Map.of(), along, integers(shape)));
  }

  private String spread(ChannelValue value, long extent, String open) {
    String padded = node("Concat", axis(1), open, constant(Tensor.ofFloats(new long[] {1, 1}, 1)));
    long[] places = new long[Math.toIntExact(extent)];
    Arrays.fill(places, channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int position : value.positions().of(channel)) {
        places[position] = channel;
      }
    }
    return node("Gather", axis(1), padded, integers(places));
  }

  /** {@code weight · (mean(open) − kept)²} as a number. */
  String penalty(String open, double weight, double kept) {
    String mean = node("Squeeze", Map.of(), mean(open, 0, 1), integers(0, 1));
    String apart = node("Sub", Map.of(), mean, constant(Tensor.scalar((float) kept)));
    String squared = node("Mul", Map.of(), apart, apart);
    return node("Mul", Map.of(), squared, constant(Tensor.scalar((float) weight)));
  }

  private static Map<String, Attribute> axis(int axis) {
    return Map.of("axis", Attribute.of((long) axis));
  }

  private String integers(long... values) {
    return constant(Tensor.vector(values));
  }

  private String constant(Tensor tensor) {
    String constant = next();
    constants.put(constant, tensor);
    return constant;
  }

  private String node(String operator, Map<String, Attribute> attributes, String... inputs) {
    String value = next();
    nodes.add(new Node(value, "", operator, List.of(inputs), List.of(value), attributes));
    return value;
  }

  private String next() {
    return name + "." + number++;
  }
}
