package io.espalier.graph.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;

  @Test
  void countsAConvolutionByItsFormula() {
    NetworkBuilder network = new NetworkBuilder("conv", 1);
    network.conv(network.input("x", 6, HEIGHT, WIDTH), 6, 8, 3, 1, 2);
    long positions = HEIGHT * WIDTH;
    Cost cost = cost(network.build());
    assertThat(cost.parameters()).isEqualTo(9 * 3 * 8 + 8);
    assertThat(cost.macs()).isEqualTo(positions * 3 * 9 * 8);
    assertThat(cost.flops()).isEqualTo(2 * positions * 3 * 9 * 8 + positions * 8);
    assertThat(cost.bytes()).isEqualTo(4 * cost.parameters());
  }

  @Test
  void countsATransposedConvolutionAtItsInput() {
    NetworkBuilder network = new NetworkBuilder("up", 1);
    String x = network.input("x", 4, HEIGHT, WIDTH);
    Map<String, Attribute> stride = Map.of("strides", Attribute.ofInts(2, 2));
    network.op("ConvTranspose", stride, x, network.weight("w", 4, 3, 2, 2));
    assertThat(cost(network.build()).macs()).isEqualTo(HEIGHT * WIDTH * 4 * 3 * 4);
  }

  @Test
  void countsALinearLayerWithItsBias() {
    NetworkBuilder network = new NetworkBuilder("linear", 1);
    network.linear(network.input("x", 12), 12, 10);
    Cost cost = cost(network.build());
    assertThat(cost.parameters()).isEqualTo(130);
    assertThat(cost.macs()).isEqualTo(120);
    assertThat(cost.flops()).isEqualTo(250);
  }

  @Test
  void countsAProductOfActivationsWithoutParameters() {
    NetworkBuilder network = new NetworkBuilder("attention", 1);
    String q = network.input("q", 3, 16, 8);
    String k = network.input("k", 3, 8, 16);
    network.op("MatMul", q, k);
    Cost cost = cost(network.build());
    assertThat(cost.parameters()).isZero();
    assertThat(cost.macs()).isEqualTo(3 * 16 * 8 * 16);
    assertThat(cost.flops()).isEqualTo(2 * cost.macs());
  }

  @Test
  void countsAnEinsumLikeTheProductItIs() {
    NetworkBuilder network = new NetworkBuilder("einsum", 1);
    String q = network.input("q", 16, 8);
    String k = network.input("k", 12, 8);
    network.op("Einsum", Map.of("equation", Attribute.of("bid,bjd->bij")), q, k);
    assertThat(cost(network.build()).macs()).isEqualTo(16 * 12 * 8);
  }

  @Test
  void countsARecurrentLayerAtEveryStep() {
    NetworkBuilder network = new NetworkBuilder("lstm", 1);
    String steps = network.op("Transpose", permutation(1, 0, 2), network.input("x", 7, 5));
    String weight = network.weight("w", 2, 4 * 3, 5);
    String recurrence = network.weight("r", 2, 4 * 3, 3);
    String bias = network.weight("b", 2, 2 * 4 * 3);
    String state = network.weight("h", 2, 1, 3);
    network.op(
        "LSTM",
        3,
        Map.of("direction", Attribute.of("bidirectional")),
        steps,
        weight,
        recurrence,
        bias,
        "",
        state);
    Cost cost = cost(network.build());
    assertThat(cost.notCosted()).isEmpty();
    assertThat(cost.parameters()).isEqualTo(2 * 4 * 3 * (5 + 3 + 2));
    assertThat(cost.macs()).isEqualTo(7 * 2 * 4 * 3 * (5 + 3));
    assertThat(cost.flops()).isEqualTo(2 * cost.macs() + 7 * 2 * 2 * 4 * 3);
  }

  @Test
  void countsARecurrentLayerOfWhichOnlyTheLastStateIsRead() {
    NetworkBuilder network = new NetworkBuilder("gru", 1);
    network.op(
        "GRU",
        2,
        Map.of("layout", Attribute.of(1)),
        network.input("x", 7, 5),
        network.weight("w", 1, 9, 5),
        network.weight("r", 1, 9, 3));
    Graph graph = network.build();
    Node gru = graph.nodes().getFirst().withOutputs(List.of("", "last"));
    assertThat(cost(graph.withNodes(List.of(gru))).macs()).isEqualTo(7 * 9 * (5 + 3));
  }

  @Test
  void countsAQuantizedConvolutionLikeARealOne() {
    NetworkBuilder network = new NetworkBuilder("quantized", 1);
    String scale = network.constant("s", Tensor.scalar(0.1f));
    String zero = network.constant("z", bytes());
    String x = network.op("QuantizeLinear", network.input("x", 6, HEIGHT, WIDTH), scale, zero);
    String weight = network.constant("w", bytes(8, 6, 1, 1));
    String scales = network.positive("ws", 8);
    String zeros = network.constant("wz", bytes(8));
    network.op("QLinearConv", x, scale, zero, weight, scales, zeros, scale, zero);
    Cost cost = cost(network.build());
    assertThat(cost.notCosted()).isEmpty();
    assertThat(cost.parameters()).isEqualTo(8 * 6);
    assertThat(cost.macs()).isEqualTo(HEIGHT * WIDTH * 8 * 6);
  }

  @Test
  void countsAProductOfBytesLikeARealOne() {
    NetworkBuilder network = new NetworkBuilder("quantized", 1);
    String scale = network.constant("s", Tensor.scalar(0.1f));
    String x =
        network.op("QuantizeLinear", network.input("x", 6), scale, network.constant("z", bytes()));
    network.op("MatMulInteger", x, network.constant("w", bytes(6, 8)));
    Cost cost = cost(network.build());
    assertThat(cost.parameters()).isEqualTo(8 * 6);
    assertThat(cost.macs()).isEqualTo(8 * 6);
  }

  @Test
  void halvingTheInnerChannelsOfAChainHalvesItsCostExactly() {
    Cost whole = cost(chain(4, 16, 6));
    Cost half = cost(chain(4, 8, 6));
    assertThat(whole.parameters()).isEqualTo(9 * 16 * (4 + 6));
    assertThat(half.parameters() * 2).isEqualTo(whole.parameters());
    assertThat(half.macs() * 2).isEqualTo(whole.macs());
    assertThat(half.flops() * 2).isEqualTo(whole.flops());
  }

  @Test
  void countsFromTypesAndNotFromTensors() {
    TypedGraph typed = ShapeInference.infer(chain(4, 16, 6));
    Map<String, TensorType> smaller = new HashMap<>(typed.types());
    smaller.putAll(ShapeInference.infer(chain(4, 8, 6)).types());
    Cost preview = CostModel.of(new TypedGraph(typed.graph(), smaller, Map.of()));
    assertThat(preview).isEqualTo(cost(chain(4, 8, 6)));
  }

  @Test
  void countsASharedTensorOnceAtItsFirstReader() {
    NetworkBuilder network = new NetworkBuilder("tied", 1);
    String weight = network.weight("w", 8, 8);
    network.op("MatMul", network.op("MatMul", network.input("x", 8), weight), weight);
    Cost cost = cost(network.build());
    assertThat(cost.nodes()).extracting(NodeCost::parameters).containsExactly(64L, 0L);
    assertThat(cost.macs()).isEqualTo(128);
  }

  @Test
  void leavesRunningStatisticsAndScalarsOutOfTheParameters() {
    NetworkBuilder network = new NetworkBuilder("norm", 1);
    String y = network.batchNorm(network.input("x", 8, HEIGHT, WIDTH), 8);
    network.op("Mul", y, network.constant("scale", Tensor.scalar(2)));
    Cost cost = cost(network.build());
    assertThat(cost.parameters()).isEqualTo(16);
    assertThat(cost.bytes()).isEqualTo(4 * 32 + 4);
  }

  @Test
  void countsTheWeightsOfOneChannel() {
    NetworkBuilder network = new NetworkBuilder("narrow", 1);
    network.batchNorm(network.conv(network.input("x", 3, HEIGHT, WIDTH), 3, 1, 1, 1, 1), 1);
    assertThat(cost(network.build()).parameters()).isEqualTo(3 + 1 + 2);
  }

  @Test
  void countsConstantNodesLikeInitializers() {
    Tensor weight = Tensor.ofFloats(new long[] {4, 2}, new float[8]);
    Graph graph =
        new Graph(
            "constant",
            List.of(new ValueInfo("x", TensorType.of(ElementType.FLOAT, 1, 4))),
            List.of(new ValueInfo("y", TensorType.of(ElementType.FLOAT, 1, 2))),
            List.of(
                Node.of("c", "Constant", List.of(), List.of("w"))
                    .withAttribute("value", Attribute.of(weight)),
                Node.of("m", "MatMul", List.of("x", "w"), List.of("y"))),
            Map.of(),
            Map.of("", 17L),
            Map.of());
    assertThat(cost(graph).parameters()).isEqualTo(8);
    assertThat(cost(graph).nodes().getLast().parameters()).isEqualTo(8);
  }

  @Test
  void needsNumbersForADynamicImageSize() {
    Graph graph = dynamicImage();
    Cost open = cost(graph);
    assertThat(open.macs()).isZero();
    assertThat(open.notCosted().get("conv_0")).contains("[height, width]");
    Cost bound = CostModel.of(graph, Map.of("height", 10L, "width", 6L));
    assertThat(bound.notCosted()).isEmpty();
    assertThat(bound.macs()).isEqualTo(10 * 6 * 3 * 9 * 4);
  }

  @Test
  void listsAnUnknownOperatorInsteadOfGuessing() {
    NetworkBuilder network = new NetworkBuilder("unknown", 1);
    network.linear(network.op("Mystery", network.input("x", 4)), 4, 4);
    Cost cost = cost(network.build());
    assertThat(cost.notCosted()).containsOnlyKeys("mystery_0", "gemm_1");
    assertThat(cost.parameters()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512, 1814073344",
    "mobilenet_v2, 3504872, 300774272",
  })
  void countsWhatIsPublishedForKnownNetworks(String model, long parameters, long macs) {
    Cost cost = cost(Fixtures.read(model));
    assertThat(cost.parameters()).isEqualTo(parameters);
    assertThat(cost.macs()).isEqualTo(macs);
    assertThat(cost.notCosted()).isEmpty();
  }

  @Test
  void countsATransposedWeightWhereItIsMultiplied() {
    NetworkBuilder network = new NetworkBuilder("transposed", 1);
    network.op("MatMul", network.input("x", 4), network.op("Transpose", network.weight("w", 6, 4)));
    assertThat(cost(network.build()).nodes())
        .extracting(NodeCost::operator, NodeCost::parameters)
        .containsExactly(tuple("Transpose", 0L), tuple("MatMul", 24L));
  }

  private static Graph dynamicImage() {
    NetworkBuilder network = new NetworkBuilder("dynamic", 1);
    network.conv(network.input("x", 3, 1, 1), 3, 4, 3, 1, 1);
    Graph fixed = network.build();
    List<Dim> shape =
        List.of(Dim.symbol("batch"), Dim.of(3), Dim.symbol("height"), Dim.symbol("width"));
    return new Graph(
        fixed.name(),
        List.of(new ValueInfo("x", new TensorType(ElementType.FLOAT, shape))),
        fixed.outputs(),
        fixed.nodes(),
        fixed.initializers(),
        fixed.opsets(),
        fixed.metadata());
  }

  private static Graph chain(int in, int inner, int out) {
    NetworkBuilder network = new NetworkBuilder("chain", 1);
    String x = network.input("x", in, HEIGHT, WIDTH);
    Map<String, Attribute> same = Map.of("pads", Attribute.ofInts(1, 1, 1, 1));
    String hidden = network.op("Conv", same, x, network.weight("first", inner, in, 3, 3));
    network.op("Conv", same, hidden, network.weight("second", out, inner, 3, 3));
    return network.build();
  }

  private static Cost cost(Graph graph) {
    return CostModel.of(ShapeInference.infer(graph));
  }

  private static Map<String, Attribute> permutation(long... axes) {
    return Map.of("perm", Attribute.ofInts(axes));
  }

  private static Tensor bytes(long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.of(ElementType.INT8, shape, MemorySegment.ofArray(new byte[count]));
  }
}
