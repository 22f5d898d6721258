package io.espalier.graph.rewrite.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelAnalysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Level;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What attention and recurrent layers look like before and after a cut. */
class AttentionCutTest {
  private static final float TOLERANCE = 1e-5f;
  private static final long SEED = 3;
  private static final int TOKENS = 5;
  private static final int HEADS = 3;
  private static final int WIDTH = 4;

  private static ChannelStructure analyze(Graph graph) {
    return new ChannelAnalysis().analyze(ShapeInference.infer(graph));
  }

  private static Graph cut(Graph graph, Map<String, Set<Integer>> removed) {
    return new ChannelCut(analyze(graph), removed).apply();
  }

  /** One attention over [batch, 5, 6] with fused weights; the scale is a constant or computed. */
  private static Graph attention(boolean computedScale) {
    NetworkBuilder net = new NetworkBuilder("attention", SEED);
    String x = net.input("x", TOKENS, 6);
    String qkv = net.op("MatMul", x, net.weight("qkv.weight", 6, 3 * HEADS * WIDTH));
    String split =
        net.op("Reshape", qkv, net.constant("split", Tensor.vector(0, TOKENS, 3, HEADS, WIDTH)));
    String turned = net.op("Transpose", Map.of("perm", Attribute.ofInts(2, 0, 3, 1, 4)), split);
    String q = part(net, turned, 0);
    String k =
        net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)), part(net, turned, 1));
    String scale = computedScale ? computedScale(net, q) : net.constant("root", Tensor.scalar(2));
    String scores = net.op("Div", net.op("MatMul", q, k), scale);
    String weights = net.op("Softmax", Map.of("axis", Attribute.of(-1L)), scores);
    String mixed = net.op("MatMul", weights, part(net, turned, 2));
    String back = net.op("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1, 3)), mixed);
    String merged =
        net.op("Reshape", back, net.constant("merge", Tensor.vector(0, TOKENS, HEADS * WIDTH)));
    net.output(net.op("MatMul", merged, net.weight("proj.weight", HEADS * WIDTH, 6)), TOKENS, 6);
    return net.build();
  }

  private static String part(NetworkBuilder net, String x, long index) {
    String constant = net.constant("part" + index, Tensor.ofLongs(new long[0], index));
    return net.op("Gather", Map.of("axis", Attribute.of(0L)), x, constant);
  }

  /** The root of the last extent of the queries. */
  private static String computedScale(NetworkBuilder net, String q) {
    String last = net.constant("last", Tensor.ofLongs(new long[0], -1));
    String extent = net.op("Gather", net.op("Shape", q), last);
    return net.op("Sqrt", net.op("Cast", Map.of("to", Attribute.of(1L)), extent));
  }

  private static String text(int heads, int width) {
    return """
    graph attention(x: float[batch,5,6]) -> (matmul_13_out: float[batch,5,6])
      qkv.weight: float[6,FUSED]
      split: int64[5] = [0, 5, 3, HEADS, WIDTH]
      part0: int64[] = [0]
      part1: int64[] = [1]
      root: float[]
      part2: int64[] = [2]
      merge: int64[3] = [0, 5, JOINED]
      proj.weight: float[JOINED,6]
      matmul_0_out = MatMul(x, qkv.weight)
      reshape_1_out = Reshape(matmul_0_out, split)
      transpose_2_out = Transpose(reshape_1_out) {perm=[2, 0, 3, 1, 4]}
      gather_3_out = Gather(transpose_2_out, part0) {axis=0}
      gather_4_out = Gather(transpose_2_out, part1) {axis=0}
      transpose_5_out = Transpose(gather_4_out) {perm=[0, 1, 3, 2]}
      matmul_6_out = MatMul(gather_3_out, transpose_5_out)
      div_7_out = Div(matmul_6_out, root)
      softmax_8_out = Softmax(div_7_out) {axis=-1}
      gather_9_out = Gather(transpose_2_out, part2) {axis=0}
      matmul_10_out = MatMul(softmax_8_out, gather_9_out)
      transpose_11_out = Transpose(matmul_10_out) {perm=[0, 2, 1, 3]}
      reshape_12_out = Reshape(transpose_11_out, merge)
      matmul_13_out = MatMul(reshape_12_out, proj.weight)
    """
        .replace("FUSED", Integer.toString(3 * heads * width))
        .replace("HEADS", Integer.toString(heads))
        .replace("WIDTH", Integer.toString(width))
        .replace("JOINED", Integer.toString(heads * width));
  }

  @Test
  void aHeadGoesFromEveryWeightAndShape() {
    Graph graph = attention(false);
    assertThat(GraphText.of(graph)).isEqualTo(text(HEADS, WIDTH));
    Graph cut = cut(graph, Map.of("matmul_0.heads", Set.of(1)));
    assertThat(GraphText.of(cut)).isEqualTo(text(HEADS - 1, WIDTH));
  }

  @Test
  void aDimensionGoesFromEveryHeadAndTheScaleStays() {
    Graph cut = cut(attention(false), Map.of("matmul_0", Set.of(0, 3)));
    assertThat(GraphText.of(cut)).isEqualTo(text(HEADS, WIDTH - 2));
    assertThat(cut.initializers().get("root")).isEqualTo(Tensor.scalar(2));
  }

  @Test
  void headsAndDimensionsGoAtOnce() {
    Graph graph = attention(false);
    Graph cut = cut(graph, Map.of("matmul_0", Set.of(1), "matmul_0.heads", Set.of(0, 2)));
    assertThat(GraphText.of(cut)).isEqualTo(text(1, WIDTH - 1));
    int[] kept = {4, 6, 7, 16, 18, 19, 28, 30, 31};
    assertThat(cut.initializers().get("qkv.weight"))
        .isEqualTo(graph.initializers().get("qkv.weight").gather(1, kept));
  }

  @Test
  void aComputedScaleIsThatOfTheOriginal() {
    Graph graph = Normalization.normalize(attention(true)).graph();
    Map<String, Set<Integer>> removed = Map.of("matmul_0", Set.of(0, 3));
    ChannelStructure structure = analyze(graph);
    float[] cut = OrtRun.run(new ChannelCut(structure, removed).apply(), SEED);
    float[] masked = OrtRun.run(new ChannelMask(structure, removed).apply(), SEED);
    assertThat(cut).usingComparatorWithPrecision(TOLERANCE).containsExactly(masked);
  }

  @Test
  void aScaleThatStaysComputedFreezesTheDimensionsAndNotTheHeads() {
    ChannelStructure structure = analyze(attention(true));
    assertThat(structure.group("matmul_0")).isEmpty();
    assertThat(structure.groups())
        .filteredOn(group -> group.level() == Level.HEAD)
        .extracting(ChannelGroup::id)
        .containsExactly("matmul_0.heads");
    assertThat(structure.headGroups()).isEmpty();
  }

  /** A recurrent layer whose last state decides. */
  private static Graph recurrent(int units) {
    NetworkBuilder net = new NetworkBuilder("recurrent", SEED);
    String x = net.input("x", 2, 3);
    List<String> made =
        net.op(
            "LSTM",
            3,
            Map.of("hidden_size", Attribute.of((long) units), "layout", Attribute.of(0L)),
            x,
            net.weight("w", 1, 4L * units, 3),
            net.weight("r", 1, 4L * units, units),
            net.weight("b", 1, 8L * units));
    String last = net.op("Squeeze", made.get(1), net.constant("axis", Tensor.vector(0)));
    net.output(net.linear(last, units, 2), 2);
    return net.build();
  }

  @Test
  void aHiddenUnitGoesFromEveryGateAndTheAttribute() {
    Graph graph = recurrent(4);
    Graph cut = cut(graph, Map.of("lstm_0", Set.of(1)));
    assertThat(GraphText.of(cut)).isEqualTo(GraphText.of(recurrent(3)));
    int[] rows = {0, 2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15};
    assertThat(cut.initializers().get("r"))
        .isEqualTo(graph.initializers().get("r").gather(1, rows).gather(2, new int[] {0, 2, 3}));
  }

  @Test
  void statesTheNetworkReturnsKeepTheirUnits() {
    NetworkBuilder net = new NetworkBuilder("returned", SEED);
    List<String> made =
        net.op(
            "GRU",
            2,
            Map.of("hidden_size", Attribute.of(4L)),
            net.input("x", 2, 3),
            net.weight("w", 1, 12, 3),
            net.weight("r", 1, 12, 4));
    String axis = net.constant("axis", Tensor.vector(1));
    net.output(net.op("Squeeze", made.getFirst(), axis), 2, 4);
    assertThat(analyze(net.build()).groups().getFirst().freezes())
        .anySatisfy(
            freeze -> assertThat(freeze.reason()).isEqualTo("It is an output of the network."));
  }
}
