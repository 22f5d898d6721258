package io.espalier.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeInferenceTest {
  private static final long HUGE = 1L << 40;

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 0, 'float[batch,4,17,17]'",
    "3, 2, 1, 0, 'float[batch,4,9,9]'",
    "2, 2, 0, 0, 'float[batch,4,8,8]'",
    "2, 2, 0, 1, 'float[batch,4,9,9]'",
    "3, 4, 1, 1, 'float[batch,4,5,5]'"
  })
  void slidesAPoolingWindow(int kernel, int stride, int pad, int ceil, String expected) {
    NetworkBuilder network = new NetworkBuilder("pool", 1);
    String y =
        network.op(
            "MaxPool",
            Map.of(
                "kernel_shape", Attribute.ofInts(kernel, kernel),
                "strides", Attribute.ofInts(stride, stride),
                "pads", Attribute.ofInts(pad, pad, pad, pad),
                "ceil_mode", Attribute.of((long) ceil)),
            network.input("x", 4, 17, 17));
    assertThat(type(network, y)).isEqualTo(expected);
  }

  @Test
  void keepsADynamicImageSizeThroughAResidualBlock() {
    NetworkBuilder network = new NetworkBuilder("dynamic", 1);
    String x = network.conv("x", 3, 8, 3, 2, 1);
    String y = network.conv(x, 8, 8, 3, 1, 1);
    String shortcut = network.conv("x", 3, 8, 1, 2, 1);
    String sum = network.op("Add", y, shortcut);
    TypedGraph typed = ShapeInference.infer(withImage(network.build()));
    assertThat(typed.types().get(sum))
        .hasToString("float[batch,8,((height-1)/2+1),((width-1)/2+1)]");
  }

  @Test
  void putsNumbersInThePlaceOfSymbols() {
    NetworkBuilder network = new NetworkBuilder("bound", 1);
    String y = network.conv("x", 3, 8, 3, 2, 1);
    TypedGraph typed =
        ShapeInference.infer(withImage(network.build()), Map.of("height", 48L, "width", 192L));
    assertThat(typed.types().get(y)).hasToString("float[batch,8,24,96]");
  }

  @Test
  void countsUpToASymbol() {
    NetworkBuilder network = new NetworkBuilder("positions", 1);
    String zero = network.constant("zero", Tensor.ofLongs(new long[0], 0));
    String one = network.constant("one", Tensor.ofLongs(new long[0], 1));
    String two = network.constant("two", Tensor.ofLongs(new long[0], 2));
    String shape = network.op("Shape", network.input("x", 4));
    String batch = network.op("Gather", shape, zero);
    String positions = network.op("Range", zero, batch, one);
    String others = network.op("Range", zero, batch, two);
    assertThat(type(network, positions)).isEqualTo("int64[batch]");
    assertThat(type(network, others)).isNotEqualTo("int64[batch]");
  }

  @Test
  void followsTheShapeChainOfAFlatten() {
    NetworkBuilder network = new NetworkBuilder("flatten", 1);
    String x = network.input("x", 8, 3, 3);
    String batch = network.op("Gather", network.op("Shape", x), index(network, "zero", 0));
    String axes = network.constant("axes", Tensor.vector(0));
    String rest = network.constant("rest", Tensor.vector(-1));
    String target = network.op("Concat", axis(0), network.op("Unsqueeze", batch, axes), rest);
    assertThat(type(network, network.op("Reshape", x, target))).isEqualTo("float[batch,72]");
  }

  @Test
  void followsTheExpandOfAClassToken() {
    NetworkBuilder network = new NetworkBuilder("token", 1);
    String x = network.input("x", 8, 3);
    String batch = network.op("Gather", network.op("Shape", x), index(network, "zero", 0));
    String row = network.op("Unsqueeze", batch, network.constant("axes", Tensor.vector(0)));
    String asked =
        network.op("Concat", axis(0), row, network.constant("keep", Tensor.vector(-1, -1)));
    String ones =
        network.op(
            "ConstantOfShape",
            Map.of("value", Attribute.of(Tensor.vector(1))),
            network.constant("three", Tensor.vector(3)));
    String minus = network.op("Mul", ones, index(network, "minus", -1));
    String kept = network.op("Where", network.op("Equal", asked, minus), ones, asked);
    String token = network.op("Expand", network.weight("token", 1, 1, 3), kept);
    assertThat(type(network, token)).isEqualTo("float[batch,1,3]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesReducedAxesAsAttributeAndAsInput(boolean asInput) {
    NetworkBuilder network = new NetworkBuilder("reduce", 1);
    String x = network.input("x", 8, 5, 5);
    String y =
        asInput
            ? network.op(
                "ReduceMean",
                Map.of("keepdims", Attribute.of(0L)),
                x,
                network.constant("axes", Tensor.vector(2, -1)))
            : network.op(
                "ReduceMean",
                Map.of("keepdims", Attribute.of(0L), "axes", Attribute.ofInts(2, -1)),
                x);
    assertThat(type(network, y)).isEqualTo("float[batch,8]");
  }

  @Test
  void splitsIntoUnevenPartsWithASmallerLast() {
    NetworkBuilder network = new NetworkBuilder("split", 1);
    Map<String, Attribute> three =
        Map.of("axis", Attribute.of(1L), "num_outputs", Attribute.of(3L));
    List<String> parts = network.op("Split", 3, three, network.input("x", 7));
    assertThat(type(network, parts.getFirst())).isEqualTo("float[batch,3]");
    assertThat(type(network, parts.getLast())).isEqualTo("float[batch,1]");
  }

  @ParameterizedTest
  @CsvSource({"0, 100, 2, 5", "-3, 9223372036854775807, 1, 3", "8, -100, -3, 3", "4, 2, 1, 0"})
  void slicesAnAxis(long start, long end, long step, long expected) {
    NetworkBuilder network = new NetworkBuilder("slice", 1);
    String y =
        network.op(
            "Slice",
            network.input("x", 9),
            network.constant("starts", Tensor.vector(start)),
            network.constant("ends", Tensor.vector(end)),
            network.constant("axes", Tensor.vector(1)),
            network.constant("steps", Tensor.vector(step)));
    assertThat(type(network, y)).isEqualTo("float[batch,%d]".formatted(expected));
  }

  @Test
  void acceptsAnUnknownOperatorAndSaysWhy() {
    NetworkBuilder network = new NetworkBuilder("unknown", 1);
    String y = network.relu(network.op("Mystery", network.input("x", 4)));
    TypedGraph typed = ShapeInference.infer(network.build());
    assertThat(typed.type(y)).isEmpty();
    assertThat(typed.unresolved()).containsOnlyKeys("mystery_0", "relu_1");
    assertThat(typed.unresolved().get("mystery_0")).contains("Mystery");
  }

  @Test
  void reportsEveryContradictionWithItsPlace() {
    NetworkBuilder network = new NetworkBuilder("wrong", 1);
    String x = network.input("x", 4, 8, 8);
    network.conv(x, 3, 8, 3, 1, 1);
    network.conv(x, 5, 8, 3, 1, 1);
    assertThatThrownBy(() -> ShapeInference.infer(network.build()))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID);
              assertThat(refused.problems())
                  .extracting(Problem::place)
                  .containsExactly("model:graph.node[0]", "model:graph.node[1]");
            });
  }

  @Test
  void countsAHugeConstantOfShapeWithoutMakingIt() {
    NetworkBuilder network = new NetworkBuilder("huge", 1);
    String y = network.op("ConstantOfShape", network.constant("target", Tensor.vector(HUGE)));
    assertThat(type(network, y)).isEqualTo("float[%d]".formatted(HUGE));
  }

  @Test
  void reportsExtentsWhoseProductOverflows() {
    NetworkBuilder network = new NetworkBuilder("overflow", 1);
    network.op("ConstantOfShape", network.constant("target", Tensor.vector(HUGE, HUGE)));
    assertThat(Inference.of(network.build()).problems())
        .extracting(Problem::code)
        .containsExactly("onnx-bad-dims");
  }

  @Test
  void neverFailsOnRandomGraphs() {
    List<String> operators = OPERATORS;
    Random random = new Random(7);
    for (int run = 0; run < 20_000; run++) {
      Graph graph = randomNode(random, operators.get(random.nextInt(operators.size())));
      assertThat(Inference.of(graph).typed().types()).isNotEmpty();
    }
  }

  private static final List<String> OPERATORS =
      List.of(
          "Conv",
          "ConvTranspose",
          "MaxPool",
          "AveragePool",
          "Gemm",
          "MatMul",
          "Einsum",
          "BatchNormalization",
          "LayerNormalization",
          "GroupNormalization",
          "Add",
          "Where",
          "Concat",
          "Split",
          "Slice",
          "Gather",
          "GatherND",
          "GatherElements",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "ReduceSum",
          "ReduceProd",
          "Softmax",
          "ArgMax",
          "TopK",
          "Pad",
          "Resize",
          "Expand",
          "Tile",
          "Shape",
          "Size",
          "ConstantOfShape",
          "Range",
          "Cast",
          "Dropout",
          "DepthToSpace",
          "SpaceToDepth",
          "OneHot",
          "QuantizeLinear",
          "Mod",
          "Div",
          "GlobalMaxPool",
          "Constant",
          "CastLike",
          "EyeLike",
          "InstanceNormalization");

  private static final List<String> ATTRIBUTES =
      List.of(
          "axis",
          "axes",
          "perm",
          "kernel_shape",
          "strides",
          "pads",
          "dilations",
          "group",
          "to",
          "blocksize",
          "start",
          "end",
          "keepdims",
          "ceil_mode",
          "allowzero",
          "num_outputs",
          "batch_dims",
          "num_groups",
          "output_padding",
          "output_shape",
          "value",
          "split");

  private static Graph randomNode(Random random, String operator) {
    NetworkBuilder network = new NetworkBuilder("random", 1);
    network.input("x", 4, 6, 6);
    String[] inputs = new String[random.nextInt(6)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = randomInput(random, network, i);
    }
    Map<String, Attribute> attributes = new java.util.HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), randomAttribute(random));
    }
    network.op(operator, random.nextInt(3), attributes, inputs);
    return network.build();
  }

  private static String randomInput(Random random, NetworkBuilder network, int position) {
    return switch (random.nextInt(5)) {
      case 0 -> "x";
      case 1 -> "";
      case 2 -> network.weight("w" + position, 4, 4, 3, 3);
      case 3 -> network.constant("s" + position, Tensor.ofLongs(new long[0], number(random)));
      default -> network.constant("v" + position, Tensor.vector(numbers(random)));
    };
  }

  private static Attribute randomAttribute(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Attribute.of(number(random));
      case 1 -> Attribute.of(Tensor.vector(numbers(random)));
      default -> Attribute.ofInts(numbers(random));
    };
  }

  private static long[] numbers(Random random) {
    return random.longs(random.nextInt(5)).map(_ -> number(random)).toArray();
  }

  private static long number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 2 -> HUGE;
      default -> random.nextInt(-4, 8);
    };
  }

  private static Map<String, Attribute> axis(long axis) {
    return Map.of("axis", Attribute.of(axis));
  }

  private static String index(NetworkBuilder network, String name, long value) {
    return network.constant(name, Tensor.ofLongs(new long[0], value));
  }

  private static String type(NetworkBuilder network, String value) {
    return ShapeInference.infer(network.build()).types().get(value).toString();
  }

  /** The graph with an input of open height and width. */
  private static Graph withImage(Graph graph) {
    List<Dim> shape =
        List.of(Dim.symbol("batch"), Dim.of(3), Dim.symbol("height"), Dim.symbol("width"));
    ValueInfo input = new ValueInfo("x", new TensorType(ElementType.FLOAT, shape));
    List<Node> nodes = new ArrayList<>(graph.nodes());
    return new Graph(
        graph.name(),
        List.of(input),
        graph.outputs(),
        nodes,
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }
}
