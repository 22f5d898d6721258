package io.espalier.engine;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A graph of one operator with sample inputs, built step by step. */
public final class OperatorCase {
  private static final long SEED = 17;

  private final String operator;
  private final Random random = new Random(SEED);
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<String> inputNames = new ArrayList<>();
  private final List<ValueInfo> graphInputs = new ArrayList<>();
  private final Map<String, Tensor> samples = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private int outputs = 1;
  private long opset = 17;
  private String label = "";

  private OperatorCase(String operator) {
    this.operator = operator;
  }

  public static OperatorCase of(String operator) {
    return new OperatorCase(operator);
  }

  /** What distinguishes this case from others of the operator. */
  public OperatorCase label(String text) {
    label = text;
    return this;
  }

  public OperatorCase with(String attribute, long value) {
    attributes.put(attribute, Attribute.of(value));
    return this;
  }

  public OperatorCase with(String attribute, float value) {
    attributes.put(attribute, Attribute.of(value));
    return this;
  }

  public OperatorCase with(String attribute, String value) {
    attributes.put(attribute, Attribute.of(value));
    return this;
  }

  public OperatorCase with(String attribute, Tensor value) {
    attributes.put(attribute, Attribute.of(value));
    return this;
  }

  public OperatorCase withInts(String attribute, long... values) {
    attributes.put(attribute, Attribute.ofInts(values));
    return this;
  }

  public OperatorCase withFloats(String attribute, Float... values) {
    attributes.put(attribute, new Attribute.FloatList(List.of(values)));
    return this;
  }

  public OperatorCase withStrings(String attribute, String... values) {
    attributes.put(attribute, new Attribute.StringList(List.of(values)));
    return this;
  }

  /** A float input of normally distributed values; its extents are declared. */
  public OperatorCase input(long... shape) {
    return input(normal(shape));
  }

  public OperatorCase input(Tensor sample) {
    return input(sample, sample.type());
  }

  /** A float input whose first extent is declared symbolic. */
  public OperatorCase batchInput(long... shape) {
    Tensor sample = normal(shape);
    List<Dim> dims = new ArrayList<>(sample.type().shape());
    dims.set(0, Dim.symbol("batch"));
    return input(sample, sample.type().withShape(dims));
  }

  /** A float input whose extents are all declared symbolic. */
  public OperatorCase symbolicInput(long... shape) {
    Tensor sample = normal(shape);
    List<Dim> dims =
        IntStream.range(0, shape.length).mapToObj(axis -> Dim.symbol("d" + axis)).toList();
    return input(sample, sample.type().withShape(dims));
  }

  public OperatorCase constant(Tensor value) {
    String name = "c" + inputNames.size();
    constants.put(name, value);
    inputNames.add(name);
    return this;
  }

  /** A constant of normally distributed values. */
  public OperatorCase weight(long... shape) {
    return constant(normal(shape));
  }

  /** A constant of values between 0.5 and 1.5. */
  public OperatorCase positiveWeight(long... shape) {
    return constant(map(shape, () -> 0.5f + random.nextFloat()));
  }

  public OperatorCase omitted() {
    inputNames.add("");
    return this;
  }

  public OperatorCase outputs(int count) {
    outputs = count;
    return this;
  }

  public OperatorCase opset(long version) {
    opset = version;
    return this;
  }

  public Map<String, Tensor> samples() {
    return Collections.unmodifiableMap(samples);
  }

  /** The graph with the types that are inferred; those of the outputs are not declared. */
  public TypedGraph typed() {
    return Inference.of(graph()).typed();
  }

  /** The graph with outputs of types that are yet to be inferred. */
  public Graph graph() {
    TensorType unknown = TensorType.of(ElementType.FLOAT);
    return graph(outputNames().stream().map(name -> new ValueInfo(name, unknown)).toList());
  }

  /** The graph with the types that its outputs turned out to have. */
  public Graph graph(List<ValueInfo> outputInfos) {
    Node node = new Node("node", "", operator, inputNames, outputNames(), attributes);
    return new Graph(
        "case", graphInputs, outputInfos, List.of(node), constants, Map.of("", opset), Map.of());
  }

  public List<String> outputNames() {
    return IntStream.range(0, outputs).mapToObj(i -> "y" + i).toList();
  }

  @Override
  public String toString() {
    return label.isEmpty() ? operator : operator + ": " + label;
  }

  private OperatorCase input(Tensor sample, TensorType declared) {
    String name = "x" + inputNames.size();
    samples.put(name, sample);
    graphInputs.add(new ValueInfo(name, declared));
    inputNames.add(name);
    return this;
  }

  /** A tensor of any whole type of at most 32 bits. */
  public static Tensor whole(ElementType type, long[] shape, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bits() / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      if (type.bits() == Byte.SIZE) {
        bytes.put((byte) value);
      } else {
        bytes.putInt((int) value);
      }
    }
    return Tensor.of(type, shape, MemorySegment.ofArray(bytes.array()));
  }

  /** Evenly distributed values of a whole type of at most 32 bits, within its range. */
  public Tensor random(ElementType type, int below, long... shape) {
    long offset = type == ElementType.UINT8 ? 0 : -below / 2;
    long[] values =
        random
            .longs(Arrays.stream(shape).reduce(1, (a, b) -> a * b), 0, below)
            .map(value -> value + offset)
            .toArray();
    return whole(type, shape, values);
  }

  private Tensor normal(long... shape) {
    return map(shape, () -> (float) random.nextGaussian());
  }

  private static Tensor map(long[] shape, Supplier<Float> values) {
    float[] filled = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = values.get();
    }
    return Tensor.ofFloats(shape, filled);
  }
}
