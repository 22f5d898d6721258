package io.espalier.graph.rewrite.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelCutTest {

  private static ChannelStructure analyze(Graph graph) {
    return new ChannelAnalysis().analyze(ShapeInference.infer(graph));
  }

  private static Graph cut(Graph graph, Map<String, Set<Integer>> removed) {
    return new ChannelCut(analyze(graph), removed).apply();
  }

  /** Two 3x3 convolutions without bias: 9 * C2 * (C1 + C3) parameters. */
  private static Graph chain(int c1, int c2, int c3) {
    NetworkBuilder net = new NetworkBuilder("chain", 1);
    Map<String, Attribute> same = Map.of("pads", Attribute.ofInts(1, 1, 1, 1));
    String hidden = net.op("Conv", same, net.input("x", c1, 8, 8), net.weight("a", c2, c1, 3, 3));
    net.output(net.op("Conv", same, hidden, net.weight("b", c3, c2, 3, 3)), c3, 8, 8);
    return net.build();
  }

  @Test
  void halvingTheMiddleOfAChainHalvesItsParametersAndWork() {
    Graph graph = chain(4, 16, 6);
    Cost before = CostModel.of(ShapeInference.infer(graph));
    Graph cut = cut(graph, Map.of("conv_0", Set.of(0, 2, 4, 6, 8, 10, 12, 14)));
    Cost after = CostModel.of(ShapeInference.infer(cut));
    assertThat(before.parameters()).isEqualTo(9 * 16 * (4 + 6));
    assertThat(after.parameters() * 2).isEqualTo(before.parameters());
    assertThat(after.macs() * 2).isEqualTo(before.macs());
    assertThat(after.flops() * 2).isEqualTo(before.flops());
  }

  @Test
  void weightsLoseExactlyThePositionsOfTheChannel() {
    NetworkBuilder net = new NetworkBuilder("exact", 1);
    String a = net.constant("a", Tensor.ofFloats(new long[] {1, 3}, 1, 2, 3));
    String b = net.constant("b", Tensor.ofFloats(new long[] {3, 2}, 1, 2, 3, 4, 5, 6));
    net.output(net.op("MatMul", net.op("MatMul", net.input("x", 4, 1), a), b), 4, 2);
    Graph cut = cut(net.build(), Map.of("matmul_0", Set.of(1)));
    assertThat(cut.initializers().get("a")).isEqualTo(Tensor.ofFloats(new long[] {1, 2}, 1, 3));
    assertThat(cut.initializers().get("b"))
        .isEqualTo(Tensor.ofFloats(new long[] {2, 2}, 1, 2, 5, 6));
  }

  /** A residual addition: both branches and the reader behind it lose the channel. */
  @Test
  void aResidualStageIsCutAsOne() {
    NetworkBuilder net = new NetworkBuilder("residual", 1);
    String stem = net.linear(net.input("x", 3), 3, 4);
    String branch = net.linear(net.relu(net.linear(stem, 4, 6)), 6, 4);
    net.output(net.linear(net.op("Add", branch, stem), 4, 2), 2);
    Graph graph = net.build();
    assertThat(GraphText.of(graph)).isEqualTo(residual(4, 6));
    Map<String, Set<Integer>> removed = Map.of("gemm_0", Set.of(2), "gemm_1", Set.of(0, 5));
    assertThat(GraphText.of(cut(graph, removed))).isEqualTo(residual(3, 4));
  }

  private static String residual(int trunk, int inner) {
    return """
    graph residual(x: float[batch,3]) -> (gemm_5_out: float[batch,2])
      linear0.weight: float[TRUNK,3]
      linear0.bias: float[TRUNK]
      linear1.weight: float[INNER,TRUNK]
      linear1.bias: float[INNER]
      linear3.weight: float[TRUNK,INNER]
      linear3.bias: float[TRUNK]
      linear5.weight: float[2,TRUNK]
      linear5.bias: float[2]
      gemm_0_out = Gemm(x, linear0.weight, linear0.bias) {transB=1}
      gemm_1_out = Gemm(gemm_0_out, linear1.weight, linear1.bias) {transB=1}
      relu_2_out = Relu(gemm_1_out)
      gemm_3_out = Gemm(relu_2_out, linear3.weight, linear3.bias) {transB=1}
      add_4_out = Add(gemm_3_out, gemm_0_out)
      gemm_5_out = Gemm(add_4_out, linear5.weight, linear5.bias) {transB=1}
    """
        .replace("TRUNK", Integer.toString(trunk))
        .replace("INNER", Integer.toString(inner));
  }

  @Test
  void depthwiseConvolutionsHaveFewerGroups() {
    NetworkBuilder net = new NetworkBuilder("depthwise", 1);
    String wide = net.conv(net.input("x", 2, 4, 4), 2, 4, 1, 1, 1);
    String each = net.conv(wide, 4, 4, 3, 1, 4);
    net.output(net.conv(each, 4, 2, 1, 1, 1), 2, 4, 4);
    Graph graph = net.build();
    assertThat(lines(graph, "conv_1_out =")).contains("group=4");
    Graph cut = cut(graph, Map.of("conv_0", Set.of(3)));
    assertThat(GraphText.of(cut))
        .contains("conv0.weight: float[3,2,1,1]")
        .contains("conv1.weight: float[3,1,3,3]")
        .contains("conv2.weight: float[2,3,1,1]");
    assertThat(lines(cut, "conv_1_out =")).contains("group=3");
    assertThat(lines(cut, "conv_2_out =")).contains("group=1");
  }

  private static String lines(Graph graph, String containing) {
    return GraphText.of(graph)
        .lines()
        .filter(line -> line.contains(containing))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSplitOfEqualPartsBecomesExplicit() {
    NetworkBuilder net = new NetworkBuilder("split", 1);
    String wide = net.linear(net.input("x", 3), 3, 8);
    List<String> parts = net.op("Split", 2, Map.of("axis", Attribute.of(-1L)), wide);
    String left = net.linear(parts.get(0), 4, 2);
    net.output(net.op("Add", left, net.linear(parts.get(1), 4, 2)), 2);
    Graph cut = cut(net.build(), Map.of("gemm_0", Set.of(1, 2), "gemm_0#2", Set.of(3)));
    assertThat(GraphText.of(cut)).contains("int64[2] = [2, 3]");
    assertThat(lines(cut, "Split(")).contains("Split(gemm_0_out, ");
  }

  @Test
  void boundsOfASliceCountWhatIsLeft() {
    NetworkBuilder net = new NetworkBuilder("slice", 1);
    String wide = net.linear(net.input("x", 3), 3, 8);
    String middle =
        net.op(
            "Slice",
            wide,
            net.constant("start", Tensor.vector(2)),
            net.constant("end", Tensor.vector(-2)),
            net.constant("axes", Tensor.vector(1)));
    net.output(net.op("Add", net.linear(middle, 4, 2), net.linear(wide, 8, 2)), 2);
    Graph cut = cut(net.build(), Map.of("gemm_0", Set.of(0, 3), "gemm_0#2", Set.of(1, 2)));
    assertThat(GraphText.of(cut))
        .contains("start: int64[1] = [1]", "end: int64[1] = [3]", "linear0.weight: float[4,3]");
  }

  @Test
  void widthsOfAPadCountWhatIsLeftOfThePadding() {
    NetworkBuilder net = new NetworkBuilder("pad", 1);
    String narrow = net.linear(net.input("x", 3), 3, 4);
    String padded = net.op("Pad", narrow, net.constant("pads", Tensor.vector(0, 2, 0, 1)));
    net.output(net.linear(net.op("Add", padded, net.linear(narrow, 4, 7)), 7, 2), 2);
    ChannelStructure structure = analyze(net.build());
    assertThat(structure.group("gemm_2").orElseThrow().channels()).isEqualTo(3);
    Map<String, Set<Integer>> removed = Map.of("gemm_0", Set.of(0), "gemm_2", Set.of(0, 2));
    Graph cut = new ChannelCut(structure, removed).apply();
    assertThat(GraphText.of(cut))
        .contains("pads: int64[4] = [0, 1, 0, 0]", "linear2.weight: float[4,3]");
  }

  @Test
  void aStridedSliceBecomesAGatherOfWhatIsLeft() {
    NetworkBuilder net = new NetworkBuilder("strided", 1);
    String wide = net.linear(net.input("x", 3), 3, 8);
    String every =
        net.op(
            "Slice",
            wide,
            net.constant("start", Tensor.vector(0)),
            net.constant("end", Tensor.vector(8)),
            net.constant("axes", Tensor.vector(1)),
            net.constant("step", Tensor.vector(2)));
    net.output(net.op("Add", net.linear(every, 4, 2), net.linear(wide, 8, 2)), 2);
    Graph cut = cut(net.build(), Map.of("gemm_0#2", Set.of(1)));
    assertThat(GraphText.of(cut))
        .contains("slice_1_indices: int64[4] = [0, 2, 3, 5]")
        .contains("slice_1_out = Gather(gemm_0_out, slice_1_indices) {axis=1}");
  }

  @Test
  void aNormalizationOfEveryChannelAloneHasFewerGroups() {
    NetworkBuilder net = new NetworkBuilder("alone", 1);
    String x = net.conv(net.input("x", 2, 4, 4), 2, 4, 3, 1, 1);
    Map<String, Attribute> alone = Map.of("num_groups", Attribute.of(4L));
    String normed =
        net.op("GroupNormalization", alone, x, net.positive("s", 4), net.weight("b", 4));
    net.output(net.conv(normed, 4, 2, 1, 1, 1), 2, 4, 4);
    Graph graph = net.build().withOpsets(Map.of("", 21L));
    Graph cut = cut(graph, Map.of("conv_0", Set.of(1)));
    assertThat(lines(cut, "GroupNormalization(")).contains("num_groups=3");
  }

  @Test
  void indicesOfAGatherCountWhatIsLeft() {
    NetworkBuilder net = new NetworkBuilder("gather", 1);
    String wide = net.linear(net.input("x", 3), 3, 4);
    String order = net.constant("order", Tensor.vector(3, -3, 0, 2));
    String turned = net.op("Gather", Map.of("axis", Attribute.of(1L)), wide, order);
    net.output(net.linear(turned, 4, 2), 2);
    Graph cut = cut(net.build(), Map.of("gemm_0", Set.of(1)));
    assertThat(GraphText.of(cut)).contains("order: int64[3] = [2, 0, 1]");
  }

  @Test
  void aSharedShapeIsCopiedWhereReadersPart() {
    NetworkBuilder net = new NetworkBuilder("shared", 1);
    String shape = net.constant("shape", Tensor.vector(-1, 8));
    String x = net.input("x", 3, 1, 1);
    String a = net.op("Reshape", net.conv(x, 3, 8, 1, 1, 1), shape);
    String b = net.op("Reshape", net.conv(x, 3, 8, 1, 1, 1), shape);
    net.output(net.op("Add", net.linear(a, 8, 2), net.linear(b, 8, 2)), 2);
    Graph cut = cut(net.build(), Map.of("conv_0", Set.of(0)));
    assertThat(GraphText.of(cut))
        .contains("shape: int64[2] = [-1, 8]", "shape_cut: int64[2] = [0, 7]");
    assertThat(lines(cut, "reshape_1_out =")).contains("shape_cut");
    assertThat(lines(cut, "reshape_3_out =")).doesNotContain("shape_cut");
  }

  @Test
  void nothingElseIsTouched() {
    Graph graph = chain(4, 8, 6);
    NetworkBuilder other = new NetworkBuilder("other", 2);
    other.output(other.linear(other.linear(other.input("x", 3), 3, 4), 4, 2), 2);
    Graph cut = cut(other.build(), Map.of("gemm_0", Set.of(2)));
    assertThat(cut.initializers().get("linear1.bias"))
        .isSameAs(other.build().initializers().get("linear1.bias"));
    assertThat(cut(graph, Map.of("conv_0", Set.of()))).isSameAs(graph);
  }

  @Test
  void refusesToEmptyAGroup() {
    assertRefused(
        Map.of("conv_0", Set.of(0, 1, 2, 3)),
        "The channel group (conv_0) of the layer conv_0 would lose all of its 4 channels;"
            + " keep at least one.");
  }

  @Test
  void refusesAFrozenGroup() {
    assertRefused(
        Map.of("conv_1", Set.of(0)),
        "The channel group (conv_1) of the layer conv_1 cannot be cut:"
            + " It is an output of the network.");
  }

  @Test
  void refusesAnUnknownGroupAndAnUnknownChannelTogether() {
    ChannelStructure structure = analyze(chain(2, 4, 3));
    assertThatThrownBy(
            () -> new ChannelCut(structure, Map.of("conv_9", Set.of(0), "conv_0", Set.of(7))))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::message)
                    .containsExactlyInAnyOrder(
                        "There is no channel group (conv_9) in the model.",
                        "The channel group (conv_0) of the layer conv_0 has the channels 0 to 3,"
                            + " not 7 to 7."));
  }

  private static void assertRefused(Map<String, Set<Integer>> removed, String message) {
    ChannelStructure structure = analyze(chain(2, 4, 3));
    assertThatThrownBy(() -> new ChannelCut(structure, removed))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN))
        .hasMessage(message);
    assertThatThrownBy(() -> new ChannelMask(structure, removed)).hasMessage(message);
  }
}
