package io.espalier.method.prune.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.spec.prune.Recovery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  private static final double FLOAT_SUMS = 1e-4;
  private static final double UNCHANGED = 1e-5;

  /** Rounding of the sums of one layer; what later layers lost is not compared. */
  private static final double SLACK = 1e-6;

  /** Of every kind of coupling and of every kind of layer. */
  private static final List<String> NETWORKS =
      List.of(
          "residual",
          "concat",
          "depthwise-multiplier",
          "grouped",
          "squeeze-excite",
          "attention-separate",
          "pad-channels",
          "strided-slice",
          "mlp-decomposed-norm");

  private static final double HALF = 0.5;
  private static final int SAMPLES = 64;

  private static SampleInputs samples(Graph graph, int first) {
    return SampleInputs.of(graph.inputs().getFirst(), first, SAMPLES, 16);
  }

  private static Recovered refitted(CutNetwork network) {
    return CutNetworks.recover(network, samples(network.cut(), 0), Recovery.LEAST_SQUARES);
  }

  /** Two fully connected layers; channels of the first are cut. */
  private static Graph perceptron() {
    NetworkBuilder net = new NetworkBuilder("perceptron", 4);
    String hidden = net.relu(net.linear(net.input("x", 3), 3, 6));
    return net.output(net.linear(hidden, 6, 2), 2).build();
  }

  @Test
  void theChangeSolvesTheNormalEquationsOfTheRows() {
    CutNetwork network = CutNetworks.cut(perceptron(), HALF);
    Graph cut = network.cut();
    Tensor inputs = samples(cut, 0).inputs(0, SAMPLES);
    Tensor x = CutNetworks.value(cut, cut.nodes().getLast().inputs().getFirst(), inputs);
    Tensor y = CutNetworks.output(network.original(), inputs);
    Tensor made = CutNetworks.output(cut, inputs);

    Graph graph = refitted(network).graph();

    double[][] expected = PlainRidge.solve(x, y, made);
    String weight = cut.nodes().getLast().inputs().get(1);
    String bias = cut.nodes().getLast().inputs().get(2);
    int features = (int) x.dim(1);
    for (int m = 0; m < y.dim(1); m++) {
      for (int k = 0; k < features; k++) {
        double change =
            graph.initializers().get(weight).doubleAt((long) m * features + k)
                - cut.initializers().get(weight).doubleAt((long) m * features + k);
        assertThat(change).isCloseTo(expected[k][m], within(FLOAT_SUMS));
      }
      double moved =
          graph.initializers().get(bias).doubleAt(m) - cut.initializers().get(bias).doubleAt(m);
      assertThat(moved).isCloseTo(expected[features][m], within(FLOAT_SUMS));
    }
  }

  @Test
  void theErrorsAreThoseOfTheOutputs() {
    CutNetwork network = CutNetworks.cut(perceptron(), HALF);
    Tensor inputs = samples(network.cut(), 0).inputs(0, SAMPLES);
    Tensor wanted = CutNetworks.output(network.original(), inputs);

    Recovered recovered = refitted(network);

    RecoveredLayer layer = recovered.layers().getFirst();
    double before = CutNetworks.distance(CutNetworks.output(network.cut(), inputs), wanted);
    double after = CutNetworks.distance(CutNetworks.output(recovered.graph(), inputs), wanted);
    assertThat(layer.errorAfter() / layer.errorBefore())
        .isCloseTo(after / before, within(FLOAT_SUMS));
    assertThat(after).isLessThan(before);
  }

  @Test
  void noErrorGrows() {
    for (String name : NETWORKS) {
      CutNetwork network = CutNetworks.cut(SampleNetworks.build(name, 5), HALF);

      Recovered recovered = refitted(network);

      assertThat(recovered.layers())
          .as(name)
          .isNotEmpty()
          .allSatisfy(
              layer -> assertThat(layer.errorAfter()).isBetween(0.0, layer.errorBefore() + SLACK));
      Tensor output = CutNetworks.output(recovered.graph(), samples(network.cut(), 0).inputs(0, 4));
      assertThat(output.toFloats()).as(name).doesNotContain(Float.NaN);
    }
  }

  @Test
  void samplesThatWereNotSeenComeCloserToo() {
    for (String name : List.of("chain", "residual", "dense", "grouped")) {
      CutNetwork network = CutNetworks.cut(SampleNetworks.build(name, 6), 0.3);
      Tensor unseen = samples(network.cut(), SAMPLES).inputs(0, SAMPLES);
      Tensor wanted = CutNetworks.output(network.original(), unseen);

      Graph graph = refitted(network).graph();

      double before = CutNetworks.distance(CutNetworks.output(network.cut(), unseen), wanted);
      double after = CutNetworks.distance(CutNetworks.output(graph, unseen), wanted);
      assertThat(after).as(name).isLessThan(before);
    }
  }

  @Test
  void aNetworkThatLostNothingKeepsItsWeights() {
    Graph graph = SampleNetworks.build("residual", 5);
    CutNetwork network = CutNetworks.cut(graph, 0);
    assertThat(refitted(network).graph()).isEqualTo(graph);
  }

  @Test
  void channelsThatNothingMissedLeaveTheWeightsAsTheyAre() {
    Graph graph = silentChannels();
    CutNetwork network = CutNetworks.cut(graph, HALF);

    Recovered recovered = refitted(network);

    assertThat(recovered.layers()).isNotEmpty();
    network
        .cut()
        .initializers()
        .forEach(
            (name, tensor) ->
                assertThat(recovered.graph().initializers().get(name).toFloats())
                    .as(name)
                    .usingComparatorWithPrecision((float) UNCHANGED)
                    .containsExactly(tensor.toFloats()));
  }

  /** The second half of the hidden units is always zero. */
  private static Graph silentChannels() {
    NetworkBuilder net = new NetworkBuilder("silent", 4);
    String weight = net.constant("w", half(6, 3));
    String bias = net.constant("b", half(6, 1).withShape(6));
    String hidden =
        net.op("Gemm", Map.of("transB", Attribute.of(1L)), net.input("x", 3), weight, bias);
    return net.output(net.linear(net.relu(hidden), 6, 2), 2).build();
  }

  private static Tensor half(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length / 2; i++) {
      values[i] = (float) Math.sin(i + 1);
    }
    return Tensor.ofFloats(new long[] {rows, columns}, values);
  }

  @Test
  void theLayerBeforeAnAdditionMakesGoodWhatTheShortcutLost() {
    Graph graph = SampleNetworks.build("residual", 7);
    CutNetwork network = CutNetworks.cut(graph, HALF);
    Twins twins = new Twins(network);

    List<Chain> chains = new Chains(twins).all();

    assertThat(chains).filteredOn(chain -> chain.joined().isPresent()).hasSize(2);
    assertThat(chains)
        .filteredOn(chain -> chain.joined().isPresent())
        .allSatisfy(chain -> assertThat(chain.last().operator()).isEqualTo("Add"));
  }

  @Test
  void theBiasBehindAConvolutionWithoutOneIsTheMeanOfItsNormalization() {
    NetworkBuilder net = new NetworkBuilder("bare", 8);
    String first = net.relu(net.conv(net.input("x", 3, 5, 5), 3, 8, 3, 1, 1));
    String bare = net.op("Conv", first, net.weight("bare.weight", 4, 8, 1, 1));
    Graph graph = net.output(net.batchNorm(bare, 4), 4, 5, 5).build();
    CutNetwork network = CutNetworks.cut(graph, HALF);

    Graph recovered = refitted(network).graph();

    Tensor inputs = samples(graph, 0).inputs(0, SAMPLES);
    Tensor wanted = CutNetworks.output(graph, inputs);
    Tensor made = CutNetworks.output(recovered, inputs);
    for (int channel = 0; channel < 4; channel++) {
      assertThat(mean(made, channel)).isCloseTo(mean(wanted, channel), within(FLOAT_SUMS));
    }
    assertThat(recovered.nodes()).isEqualTo(network.cut().nodes());
  }

  private static double mean(Tensor maps, int channel) {
    ChannelLayout layout = ChannelLayout.of(maps, false);
    double[] values = new double[layout.rows()];
    layout.copyChannel(maps, channel, values);
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void normalizationsBehindItHaveTheStatisticsOfTheirInputs() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("residual", 7), HALF);
    Tensor inputs = samples(network.cut(), 0).inputs(0, SAMPLES);

    Graph graph = refitted(network).graph();

    Node norm =
        graph.nodes().stream()
            .filter(node -> node.is("BatchNormalization"))
            .reduce((_, last) -> last)
            .orElseThrow();
    Tensor input = CutNetworks.value(graph, norm.inputs().getFirst(), inputs);
    ChannelLayout layout = ChannelLayout.of(input, false);
    double[] values = new double[layout.rows()];
    for (int channel = 0; channel < layout.channels(); channel++) {
      layout.copyChannel(input, channel, values);
      PairMoments moments = new PairMoments(1);
      moments.add(0, values, values);
      assertThat(graph.initializers().get(norm.inputs().get(3)).doubleAt(channel))
          .isCloseTo(moments.meanX(0), within(FLOAT_SUMS));
      assertThat(graph.initializers().get(norm.inputs().get(4)).doubleAt(channel))
          .isCloseTo(moments.varianceX(0), within(FLOAT_SUMS));
    }
  }

  @Test
  void saysWhichLayersItLeavesAsTheyAre() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("transposed", 5), HALF);
    assertThat(refitted(network).warnings()).singleElement().asString().contains("ConvTranspose");
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("chain", 5), HALF);
    assertThat(refitted(network).graph()).isEqualTo(refitted(network).graph());
  }
}
