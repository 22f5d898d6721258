package io.espalier.graph.rewrite.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operator becomes, what stays, and what is refused. */
class LoweringTest {
  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 4, 6);

  @Test
  void spellsALayerNormalizationOut() {
    String scale = network.positive("scale", 6);
    String bias = network.weight("bias", 6);
    network.output(network.op("LayerNormalization", x, scale, bias), 4, 6);
    assertThat(lowered(13))
        .isEqualTo(
            """
            graph g(x: float[batch,4,6]) -> (layernormalization_0_out: float[batch,4,6])
              scale: float[6]
              bias: float[6]
              layernormalization_0.epsilon: float[]
              layernormalization_0.reducemean = ReduceMean(x) {axes=[-1]}
              layernormalization_0.sub = Sub(x, layernormalization_0.reducemean)
              layernormalization_0.mul = Mul(layernormalization_0.sub, layernormalization_0.sub)
              layernormalization_0.reducemean_1 = ReduceMean(layernormalization_0.mul) {axes=[-1]}
              layernormalization_0.add = Add(layernormalization_0.reducemean_1,\
             layernormalization_0.epsilon)
              layernormalization_0.sqrt = Sqrt(layernormalization_0.add)
              layernormalization_0.div = Div(layernormalization_0.sub, layernormalization_0.sqrt)
              layernormalization_0.mul_1 = Mul(layernormalization_0.div, scale)
              layernormalization_0_out = Add(layernormalization_0.mul_1, bias)
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "Gelu, 19, Erf",
    "Gelu, 20, Gelu",
    "HardSwish, 13, HardSigmoid",
    "HardSwish, 14, HardSwish",
    "Mish, 17, Softplus",
    "Mish, 18, Mish",
    "Swish, 21, Sigmoid"
  })
  void spellsActivationsOutBeforeTheirOpset(String operator, long opset, String spelled) {
    network.output(network.op(operator, x), 4, 6);
    assertThat(operators(opset)).contains(spelled).doesNotContain("Swish");
  }

  @Test
  void computesStatisticsOfHalvesInFloats() {
    Map<String, Attribute> half = Map.of("to", Attribute.of(10L));
    String narrow = network.op("Cast", half, x);
    String scale = network.op("Cast", half, network.positive("scale", 6));
    String normed = network.op("RMSNormalization", narrow, scale);
    network.output(network.op("Cast", Map.of("to", Attribute.of(1L)), normed), 4, 6);
    assertThat(operators(17)).filteredOn(operator -> operator.equals("Cast")).hasSize(5);
  }

  @Test
  void writesAxesOfReductionsAsTheOpsetTakesThem() {
    String mean = network.op("ReduceMean", Map.of("axes", Attribute.ofInts(-1)), x);
    network.output(mean, 4, 1);
    Graph newer = Lowering.to(network.build(), 18).graph();
    assertThat(GraphText.of(newer)).contains("ReduceMean(x, reducemean_0.axes)");
    assertThat(GraphText.of(Lowering.to(newer, 13).graph()))
        .contains("ReduceMean(x) {axes=[-1]}")
        .doesNotContain("reducemean_0.axes");
  }

  @Test
  void writesAReductionOfNoAxisAsAnIdentity() {
    Map<String, Attribute> nothing = Map.of("noop_with_empty_axes", Attribute.of(1L));
    network.output(network.op("ReduceMax", nothing, x), 4, 6);
    assertThat(operators(17)).containsExactly("Identity");
  }

  @Test
  void countsTheOutputsOfASplitSinceOpset18() {
    network.op("Split", 3, Map.of("axis", Attribute.of(2L)), x);
    assertThat(lowered(18)).contains("Split(x) {axis=2, num_outputs=3}");
    assertThat(lowered(17)).contains("Split(x) {axis=2}");
  }

  @Test
  void listsTheSizesOfAnUnevenSplit() {
    Map<String, Attribute> parts =
        Map.of("axis", Attribute.of(2L), "num_outputs", Attribute.of(3L));
    network.op("Split", 3, parts, network.op("Slice", x, ints(0), ints(5), ints(2)));
    assertThat(lowered(17)).contains("[2, 2, 1]");
  }

  @Test
  void padsAllAxesWhereSomeAreNamed() {
    String padded =
        network.op("Pad", x, ints(1, 2), network.constant("zero", Tensor.scalar(0)), ints(-1));
    network.output(padded, 4, 9);
    assertThat(lowered(17))
        .contains("pad_0.pads: int64[6] = [0, 0, 1, 0, 0, 2]", "Pad(x, pad_0.pads, zero)");
    assertThat(lowered(18)).contains("Pad(x, i1_2, zero, i-1)");
  }

  @Test
  void resizesAllAxesWhereSomeAreNamed() {
    String scales = network.constant("scales", Tensor.ofFloats(new long[] {1}, 2));
    Map<String, Attribute> last =
        Map.of("axes", Attribute.ofInts(2), "antialias", Attribute.of(0L));
    network.output(network.op("Resize", last, x, "", scales), 4, 12);
    assertThat(lowered(17))
        .contains("resize_0.scales: float[3]")
        .contains("Resize(x, , resize_0.scales)\n");
  }

  @Test
  void cutsAShapeWithASlice() {
    network.op("Shape", Map.of("start", Attribute.of(1L), "end", Attribute.of(2L)), x);
    assertThat(lowered(14))
        .contains("shape_0_out = Slice(shape_0.shape, shape_0.start, shape_0.end, shape_0.axis)");
    assertThat(lowered(15)).contains("Shape(x) {end=2, start=1}");
  }

  @Test
  void castsToTheTypeOfAnotherValue() {
    network.op("CastLike", network.op("Shape", x), x);
    assertThat(lowered(14)).contains("Cast(shape_0_out) {to=1}");
  }

  @Test
  void writesATriangleAsAChoice() {
    network.output(
        network.op("Trilu", x, network.constant("k", Tensor.ofLongs(new long[0], 1))), 4, 6);
    assertThat(lowered(13)).contains("Where(trilu_0.mask, x, trilu_0.zero)");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 17, InstanceNormalization",
    "6, 20, InstanceNormalization",
    "6, 21, GroupNormalization",
    "3, 20, GroupNormalization",
    "3, 21, Expand",
    "3, 17, InstanceNormalization"
  })
  void writesGroupsByTheExtentOfTheirScale(long extent, long opset, String operator) {
    NetworkBuilder groups = new NetworkBuilder("g", 1);
    String image = groups.input("x", 6, 5);
    Map<String, Attribute> three = Map.of("num_groups", Attribute.of(3L));
    String scale = groups.positive("scale", extent);
    groups.output(
        groups.op("GroupNormalization", three, image, scale, groups.weight("b", extent)), 6, 5);
    assertThat(operators(groups.build(), opset)).contains(operator);
  }

  @Test
  void turnsARecurrentLayerWithItsBatchInFront() {
    Map<String, Attribute> front =
        Map.of("layout", Attribute.of(1L), "hidden_size", Attribute.of(5L));
    network.op("GRU", 2, front, x, network.weight("w", 1, 15, 6), network.weight("r", 1, 15, 5));
    assertThat(operators(13)).containsExactly("Transpose", "GRU", "Transpose", "Transpose");
    assertThat(operators(14)).containsExactly("GRU");
  }

  @Test
  void leavesOutAttributesThatHoldTheDefault() {
    Map<String, Attribute> old = Map.of("training_mode", Attribute.of(0L));
    String y =
        network.op(
            "BatchNormalization",
            old,
            x,
            network.positive("s", 4),
            network.weight("b", 4),
            network.weight("m", 4),
            network.positive("v", 4));
    network.output(
        network.op("Reshape", Map.of("allowzero", Attribute.of(1L)), y, ints(-1, 24)), 24);
    assertThat(lowered(13)).doesNotContain("training_mode", "allowzero");
  }

  @ParameterizedTest
  @CsvSource({"BitwiseNot, 18", "GridSample, 16", "Col2Im, 18", "StringConcat, 20", "DFT, 17"})
  void refusesOperatorsThatCannotBeSpelledOut(String operator, long needed) {
    network.op(operator, x);
    assertThatThrownBy(() -> Lowering.to(network.build(), needed - 1))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::message)
                    .allSatisfy(
                        message ->
                            assertThat(message)
                                .contains(
                                    "("
                                        + operator.toLowerCase(java.util.Locale.ROOT)
                                        + "_0, "
                                        + operator
                                        + ")")
                                .endsWith("It needs opset %d or newer.".formatted(needed))));
  }

  @Test
  void refusesEverythingAtOnce() {
    String indices = ints(0);
    network.op("ScatterElements", Map.of("reduction", Attribute.of("max")), x, indices, x);
    network.op("Resize", Map.of("antialias", Attribute.of(1L)), x);
    network.op("Pad", Map.of("mode", Attribute.of("wrap")), x, indices);
    network.op("Reshape", Map.of("allowzero", Attribute.of(1L)), x, ints(0, 24));
    assertThatThrownBy(() -> Lowering.to(network.build(), 13))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::message)
                    .satisfiesExactly(
                        message ->
                            assertThat(message).contains("ScatterElements").contains("opset 18"),
                        message -> assertThat(message).contains("antialias").contains("opset 18"),
                        message -> assertThat(message).contains("wrap").contains("opset 19"),
                        message -> assertThat(message).contains("zero").contains("opset 14")));
  }

  @Test
  void refusesTypesThatCameLater() {
    network.op("Relu", network.op("Shape", x));
    assertThatThrownBy(() -> Lowering.to(network.build(), 13))
        .hasMessageContaining("it did not take the type int64");
  }

  @Test
  void refusesWhatASubgraphWouldNeedRewritten() {
    Graph branch =
        new Graph(
            "branch",
            List.of(),
            List.of(new ValueInfo("b", TensorType.of(ElementType.FLOAT, 4, 6))),
            List.of(Node.of("in", "HardSwish", List.of("x"), List.of("b"))),
            Map.of(),
            Map.of(),
            Map.of());
    network.op("If", Map.of("then_branch", new Attribute.GraphValue(branch)), x);
    assertThatThrownBy(() -> Lowering.to(network.build(), 13))
        .hasMessageContaining("it stands in a subgraph of if_0");
  }

  @ParameterizedTest
  @ValueSource(longs = {12, 22})
  void refusesOpsetsThatAreNotWritten(long opset) {
    assertThatThrownBy(() -> Lowering.to(network.build(), opset))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String lowered(long opset) {
    return GraphText.of(Lowering.to(network.build(), opset).graph());
  }

  private List<String> operators(long opset) {
    return operators(network.build(), opset);
  }

  private static List<String> operators(Graph graph, long opset) {
    return Lowering.to(graph, opset).graph().nodes().stream().map(Node::operator).toList();
  }

  private String ints(long... values) {
    String name =
        "i" + java.util.Arrays.toString(values).replaceAll("[\\[\\] ]", "").replace(',', '_');
    return network.constant(name, Tensor.vector(values));
  }
}
