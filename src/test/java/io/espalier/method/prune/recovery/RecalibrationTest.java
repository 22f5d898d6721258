package io.espalier.method.prune.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.method.spec.prune.Recovery;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
  private static final double OUTPUT_MOMENT = 1e-4;
  private static final double BATCHING = 1e-6;
  private static final double SAMPLING = 0.2;
  private static final int SAMPLES = 24;
  private static final double HALF = 0.5;

  private static SampleInputs samples(Graph graph, int batchSize) {
    return SampleInputs.of(graph.inputs().getFirst(), 0, SAMPLES, batchSize);
  }

  private static Recovered recalibrated(CutNetwork network, int batchSize) {
    return CutNetworks.recover(
        network, samples(network.original(), batchSize), Recovery.BN_RECALIBRATION);
  }

  private static List<Node> norms(Graph graph) {
    return graph.nodes().stream().filter(node -> node.is("BatchNormalization")).toList();
  }

  private static double[] moments(Tensor value, int channel) {
    ChannelLayout layout = ChannelLayout.of(value, false);
    double[] values = new double[layout.rows()];
    layout.copyChannel(value, channel, values);
    PairMoments moments = new PairMoments(1);
    moments.add(0, values, values);
    return new double[] {moments.meanX(0), Math.sqrt(moments.varianceX(0))};
  }

  @Test
  void outputsHaveTheMeanAndSpreadOfShiftAndScale() {
    for (String name : List.of("chain", "residual", "depthwise", "dense")) {
      CutNetwork network = CutNetworks.cut(SampleNetworks.build(name, 2), HALF);
      Graph graph = recalibrated(network, 7).graph();
      Tensor inputs = samples(graph, SAMPLES).inputs(0, SAMPLES);

      for (Node norm : norms(graph).subList(1, norms(graph).size())) {
        Tensor gamma = graph.initializers().get(norm.inputs().get(1));
        Tensor beta = graph.initializers().get(norm.inputs().get(2));
        Tensor variance = graph.initializers().get(norm.inputs().get(4));
        Tensor output = CutNetworks.value(graph, norm.outputs().getFirst(), inputs);
        for (int channel = 0; channel < gamma.elements(); channel++) {
          double epsilonShare =
              Math.sqrt(variance.doubleAt(channel) / (variance.doubleAt(channel) + 1e-5));
          double[] made = moments(output, channel);
          assertThat(made[0]).isCloseTo(beta.doubleAt(channel), within(OUTPUT_MOMENT));
          assertThat(made[1])
              .isCloseTo(Math.abs(gamma.doubleAt(channel)) * epsilonShare, within(OUTPUT_MOMENT));
        }
      }
    }
  }

  @Test
  void otherBatchesGiveTheSameStatistics() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("residual", 3), HALF);
    Graph one = recalibrated(network, SAMPLES).graph();
    Graph other = recalibrated(network, 5).graph();

    assertThat(one).isNotEqualTo(network.cut());
    one.initializers()
        .forEach(
            (name, tensor) ->
                assertThat(
                        CutNetworks.distance(
                            tensor.withShape(tensor.elements()),
                            other.initializers().get(name).withShape(tensor.elements())))
                    .as(name)
                    .isLessThan(BATCHING * BATCHING));
  }

  @Test
  void aNetworkKeepsTheStatisticsOfItsOwnSamples() {
    Graph cut = CutNetworks.cut(SampleNetworks.build("residual", 3), HALF).cut();
    CutNetwork network = new CutNetwork(cut, cut, (constant, axis) -> all(cut, constant, axis));
    assertThat(recalibrated(network, 5).graph()).isEqualTo(cut);
    assertThat(recalibrated(network, 5).layers()).isEmpty();
  }

  private static int[] all(Graph graph, String constant, int axis) {
    return java.util.stream.IntStream.range(0, (int) graph.initializers().get(constant).dim(axis))
        .toArray();
  }

  @Test
  void measuringAgainOnOtherSamplesChangesLittle() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("chain", 2), HALF);
    SampleInputs first = SampleInputs.of(network.cut().inputs().getFirst(), 0, 200, 50);
    SampleInputs other = SampleInputs.of(network.cut().inputs().getFirst(), 200, 200, 50);
    Graph one = CutNetworks.recover(network, first, Recovery.BN_RECALIBRATION).graph();
    Graph two = CutNetworks.recover(network, other, Recovery.BN_RECALIBRATION).graph();
    String variance = norms(one).getLast().inputs().get(4);
    for (int c = 0; c < one.initializers().get(variance).elements(); c++) {
      double ratio =
          one.initializers().get(variance).doubleAt(c)
              / two.initializers().get(variance).doubleAt(c);
      assertThat(ratio).isCloseTo(1, within(SAMPLING));
    }
  }

  @Test
  void everyLayerIsRecordedWithItsErrors() {
    CutNetwork network = CutNetworks.cut(SampleNetworks.build("residual", 3), HALF);

    Recovered recovered = recalibrated(network, 8);

    List<String> changed = norms(network.cut()).stream().skip(1).map(Node::name).toList();
    assertThat(recovered.layers()).extracting("layer").containsAll(changed);
    assertThat(recovered.layers())
        .allSatisfy(
            layer -> {
              assertThat(layer.method()).isEqualTo("bn-recalibration");
              assertThat(layer.errorBefore()).isNotNegative();
              assertThat(layer.errorAfter()).isNotNegative();
            });
    assertThat(recovered.warnings()).isEmpty();
  }

  @Test
  void saysSoWhenNoStatisticsAreLeftToMeasure() {
    NetworkBuilder net = new NetworkBuilder("folded", 1);
    String y = net.relu(net.conv(net.input("x", 3, 4, 4), 3, 8, 3, 1, 1));
    Graph graph = net.output(net.conv(y, 8, 4, 1, 1, 1), 4, 4, 4).build();
    CutNetwork network = CutNetworks.cut(graph, HALF);

    Recovered recovered = recalibrated(network, 8);

    assertThat(recovered.graph()).isEqualTo(network.cut());
    assertThat(recovered.warnings()).singleElement().asString().contains("bias correction");
  }
}
