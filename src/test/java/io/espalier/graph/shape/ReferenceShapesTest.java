package io.espalier.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.ReferenceRun;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every intermediate value of real models, and of each operator by itself, has the shape ONNX
 * Runtime gives it.
 */
class ReferenceShapesTest {
  private static final List<Long> BATCHES = List.of(1L, 3L);

  static List<String> models() {
    return Fixtures.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void agreesWithTheRuntimeOnEveryValue(String model) {
    Graph graph = Fixtures.read(model);
    agrees(graph, Fixtures.symbols(graph));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operators")
  void agreesWithTheRuntimeOnAnOperator(String name, Consumer<NetworkBuilder> operator) {
    NetworkBuilder network = new NetworkBuilder(name, 3);
    network.input("x", 8, 6, 10);
    operator.accept(network);
    agrees(network.build(), Map.of());
  }

  static Stream<Arguments> operators() {
    return Stream.of(windows(), products(), joins(), gathers(), layouts(), resizes(), sources())
        .flatMap(cases -> cases);
  }

  private static Stream<Arguments> windows() {
    return Stream.of(
        operator(
            "conv with automatic padding",
            n ->
                n.op(
                    "Conv",
                    Map.of("auto_pad", text("SAME_UPPER"), "strides", ints(2, 3)),
                    "x",
                    n.weight("w", 4, 8, 3, 3))),
        operator(
            "dilated grouped conv",
            n ->
                n.op(
                    "Conv",
                    Map.of("dilations", ints(2, 2), "group", of(4)),
                    "x",
                    n.weight("w", 8, 2, 2, 2))),
        operator(
            "conv transpose",
            n ->
                n.op(
                    "ConvTranspose",
                    Map.of(
                        "strides",
                        ints(2, 2),
                        "output_padding",
                        ints(1, 0),
                        "pads",
                        ints(1, 0, 1, 0)),
                    "x",
                    n.weight("w", 8, 3, 3, 3))),
        operator(
            "max pool in ceil mode",
            n ->
                n.op(
                    "MaxPool",
                    Map.of("kernel_shape", ints(3, 3), "strides", ints(2, 2), "ceil_mode", of(1)),
                    "x")),
        operator(
            "average pool",
            n ->
                n.op(
                    "AveragePool",
                    Map.of("kernel_shape", ints(2, 3), "pads", ints(1, 1, 0, 1)),
                    "x")),
        operator("global max pool", n -> n.op("GlobalMaxPool", "x")));
  }

  private static Stream<Arguments> products() {
    return Stream.of(
        operator("gemm", n -> n.linear(n.op("Flatten", "x"), 480, 7)),
        operator("matmul with a vector", n -> n.op("MatMul", "x", n.weight("w", 10))),
        operator("matmul that broadcasts", n -> n.op("MatMul", n.weight("w", 8, 3, 6), "x")),
        operator(
            "einsum", n -> n.op("Einsum", Map.of("equation", text("nchw,nkhw->nck")), "x", "x")),
        operator(
            "instance norm",
            n -> n.op("InstanceNormalization", "x", n.positive("s", 8), n.weight("b", 8))),
        operator(
            "layer norm",
            n ->
                n.op("LayerNormalization", 3, Map.of("axis", of(2)), "x", n.positive("s", 6, 10))));
  }

  private static Stream<Arguments> joins() {
    return Stream.of(
        operator("broadcast", n -> n.op("Add", n.weight("w", 5, 1, 1, 6, 1), "x")),
        operator("prelu", n -> n.op("PRelu", "x", n.weight("w", 8, 1, 1))),
        operator("where", n -> n.op("Where", n.op("Greater", "x", n.weight("w", 10)), "x", "x")),
        operator("concat", n -> n.op("Concat", Map.of("axis", of(-1)), "x", "x")),
        operator("split", n -> n.op("Split", 2, Map.of("axis", of(3)), "x", vector(n, 4, 6))),
        operator(
            "slice",
            n ->
                n.op(
                    "Slice",
                    "x",
                    vector(n, -1, 1),
                    vector(n, -9, 100),
                    vector(n, 1, 2),
                    vector(n, -3, 2))));
  }

  private static Stream<Arguments> gathers() {
    return Stream.of(
        operator(
            "gather of a matrix",
            n ->
                n.op(
                    "Gather",
                    Map.of("axis", of(2)),
                    "x",
                    n.constant("i", Tensor.ofLongs(new long[] {2, 2}, 0, 1, 5, -1)))),
        operator(
            "gather of a scalar",
            n ->
                n.op(
                    "Gather",
                    Map.of("axis", of(1)),
                    "x",
                    n.constant("i", Tensor.ofLongs(new long[0], 3)))));
  }

  private static Stream<Arguments> layouts() {
    return Stream.of(
        operator("reshape", n -> n.op("Reshape", "x", vector(n, 0, 4, -1, 5))),
        operator("flatten all", n -> n.op("Flatten", Map.of("axis", of(3)), "x")),
        operator(
            "unsqueeze and squeeze",
            n -> n.op("Squeeze", n.op("Unsqueeze", "x", vector(n, 1, -1)), vector(n, 1))),
        operator("transpose", n -> n.op("Transpose", "x")),
        operator(
            "reduce", n -> n.op("ReduceMean", Map.of("axes", ints(-1, 1), "keepdims", of(0)), "x")),
        operator("reduce all", n -> n.op("ReduceSum", "x")),
        operator("argmax", n -> n.op("ArgMax", Map.of("axis", of(1)), "x")),
        operator("top k", n -> n.op("TopK", 2, Map.of("axis", of(1)), "x", vector(n, 3))));
  }

  private static Stream<Arguments> resizes() {
    return Stream.of(
        operator("pad", n -> n.op("Pad", "x", vector(n, 0, 2, 0, 1, 0, 0, 3, -2))),
        operator(
            "resize by scale",
            n ->
                n.op(
                    "Resize",
                    "x",
                    "",
                    n.constant("s", Tensor.ofFloats(new long[] {4}, 1, 1, 1.5f, 0.5f)))),
        operator("resize to size", n -> n.op("Resize", "x", "", "", sizes(n))),
        operator("expand", n -> n.op("Expand", "x", vector(n, 2, 1, 8, 1, 1))),
        operator("tile", n -> n.op("Tile", "x", vector(n, 1, 2, 1, 3))));
  }

  private static Stream<Arguments> sources() {
    return Stream.of(
        operator(
            "shape of a part", n -> n.op("Shape", Map.of("start", of(-3), "end", of(-1)), "x")),
        operator("size", n -> n.op("Size", "x")),
        operator("constant of shape", n -> n.op("ConstantOfShape", n.op("Shape", "x"))),
        operator("range", n -> n.op("Range", number(n, 9), number(n, 0), number(n, -2))),
        operator("depth to space", n -> n.op("DepthToSpace", Map.of("blocksize", of(2)), "x")),
        operator("space to depth", n -> n.op("SpaceToDepth", Map.of("blocksize", of(2)), "x")),
        operator(
            "cast and one hot",
            n ->
                n.op(
                    "OneHot",
                    n.op("Cast", Map.of("to", of(7)), "x"),
                    number(n, 5),
                    n.weight("v", 2))),
        operator(
            "quantize",
            n ->
                n.op(
                    "DequantizeLinear",
                    n.op("QuantizeLinear", "x", n.constant("s", Tensor.scalar(0.1f))),
                    n.constant("t", Tensor.scalar(0.1f)))));
  }

  private static Arguments operator(String name, Consumer<NetworkBuilder> operator) {
    return Arguments.of(name, operator);
  }

  private static String sizes(NetworkBuilder network) {
    Map<String, Attribute> firstTwo = Map.of("end", of(2));
    return network.op(
        "Concat",
        Map.of("axis", of(0)),
        network.op("Shape", firstTwo, "x"),
        vector(network, 9, 11));
  }

  private static String vector(NetworkBuilder network, long... values) {
    return network.constant("v" + java.util.Arrays.toString(values), Tensor.vector(values));
  }

  private static String number(NetworkBuilder network, long value) {
    return network.constant("n" + value, Tensor.ofLongs(new long[0], value));
  }

  private static Attribute of(long value) {
    return Attribute.of(value);
  }

  private static Attribute ints(long... values) {
    return Attribute.ofInts(values);
  }

  private static Attribute text(String value) {
    return Attribute.of(value);
  }

  private static void agrees(Graph graph, Map<String, Long> extents) {
    TypedGraph typed = ShapeInference.infer(graph, extents);
    assertThat(typed.unresolved()).isEmpty();
    try (ReferenceRun run = new ReferenceRun(exposed(typed))) {
      for (long batch : BATCHES) {
        Map<String, Long> symbols = new HashMap<>(extents);
        symbols.put(graph.inputs().getFirst().type().dim(0).factors().getFirst(), batch);
        run.shapes(symbols)
            .forEach(
                (value, shape) ->
                    assertThat(numbers(typed.types().get(value), symbols))
                        .as(value)
                        .isEqualTo(shape));
      }
    }
  }

  /** The graph with every computed value as an output. */
  private static Graph exposed(TypedGraph typed) {
    Graph graph = typed.graph();
    List<ValueInfo> outputs =
        graph.nodes().stream()
            .flatMap(node -> node.presentOutputs())
            .map(value -> new ValueInfo(value, typed.types().get(value)))
            .toList();
    return new Graph(
        graph.name(),
        graph.inputs(),
        outputs,
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  private static long[] numbers(TensorType type, Map<String, Long> symbols) {
    return type.shape().stream().mapToLong(dim -> number(dim, symbols)).toArray();
  }

  private static long number(Dim dim, Map<String, Long> symbols) {
    return dim.factors().stream()
        .mapToLong(symbols::get)
        .reduce(dim.coefficient(), (a, b) -> a * b);
  }
}
