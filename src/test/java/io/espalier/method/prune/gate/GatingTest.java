package io.espalier.method.prune.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Device;
import io.espalier.engine.ResidentModel;
import io.espalier.engine.TorchResidentModels;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.SampleNetworks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatingTest {
  private static final double ROUNDING = 1e-5;
  private static final double PENALTY = 10;
  private static final double KEPT = 0.3;
  private static final double STEEPNESS = 3;
  private static final int BATCH = 3;
  private static final int CHANNELS = 4;
  private static final int SIDE = 6;

  private final TorchResidentModels models = new TorchResidentModels(Device.CPU, 2);

  @Test
  void computesTheGateOfAMapAsPublished() {
    NetworkBuilder net = new NetworkBuilder("gated", 4);
    String map = net.relu(net.conv(net.input("x", 2, SIDE, SIDE), 2, CHANNELS, 3, 1, 1));
    Graph graph = net.output(net.conv(map, CHANNELS, 2, 3, 1, 1), 2, SIDE, SIDE).build();
    Analysis analysis = Analyzer.analyzeAsIs(graph, Map.of());
    GatedNetwork network = gated(analysis);
    String passed =
        network.typed().graph().nodes().reversed().stream()
            .filter(node -> node.is("Conv"))
            .findFirst()
            .orElseThrow()
            .inputs()
            .getFirst();
    try (ResidentModel model =
        models.open(network.typed(), List.of(map, passed, GatedNetwork.PENALTY))) {
      model.put(GatedNetwork.STEEPNESS, Tensor.scalar((float) STEEPNESS));
      List<Tensor> values = model.run(input(graph));
      Tensor weight = network.typed().graph().initializers().get(network.weights().getFirst());
      assertGate(values.get(2), weight, values.get(1), values.get(3), values.get(4));
    }
  }

  private static void assertGate(
      Tensor map, Tensor weight, Tensor code, Tensor passed, Tensor penalty) {
    double mean = 0;
    for (int c = 0; c < CHANNELS; c++) {
      double expected = 0;
      for (int j = 0; j < CHANNELS * 9; j++) {
        expected += weight.doubleAt(c * CHANNELS * 9L + j) * pooled(map, j / 9, j % 9 / 3, j % 3);
      }
      assertThat(code.doubleAt(c)).isCloseTo(expected, within(ROUNDING));
      double open = 1 / (1 + Math.exp(-STEEPNESS * expected));
      mean += open / CHANNELS;
      for (int n = 0; n < BATCH; n++) {
        for (int i = 0; i < SIDE * SIDE; i++) {
          long at = (long) (n * CHANNELS + c) * SIDE * SIDE + i;
          assertThat(passed.doubleAt(at)).isCloseTo(open * map.doubleAt(at), within(ROUNDING));
        }
      }
    }
    assertThat(penalty.doubleAt(0))
        .isCloseTo(PENALTY * (mean - KEPT) * (mean - KEPT), within(ROUNDING));
  }

  /** The largest of a window of 2 × 2 of the mean over the batch. */
  private static double pooled(Tensor map, int channel, int row, int column) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int h = 2 * row; h < 2 * row + 2; h++) {
      for (int w = 2 * column; w < 2 * column + 2; w++) {
        double sum = 0;
        for (int n = 0; n < BATCH; n++) {
          sum += map.doubleAt(((long) (n * CHANNELS + channel) * SIDE + h) * SIDE + w);
        }
        largest = Math.max(largest, sum / BATCH);
      }
    }
    return largest;
  }

  /** Stages, shared channels, tokens, and channels that are not the whole of an axis. */
  @ParameterizedTest
  @ValueSource(strings = {"residual", "concat", "pad-channels", "flatten", "attention-separate"})
  void aNetworkWhoseGatesAreAllOpenIsTheNetwork(String name) {
    Analysis analysis = Analyzer.analyzeAsIs(SampleNetworks.build(name, 2), Map.of());
    Tensor x = input(analysis.graph());
    GatedNetwork network = gated(analysis);
    assertThat(network.weights()).isNotEmpty();
    try (ResidentModel plain = models.open(analysis.typed(), List.of());
        ResidentModel model = models.open(network.typed(), List.of())) {
      assertThat(model.run(x)).hasSize(network.firstCode() + network.weights().size());
      open(network, model, x);
      assertThat(model.run(x).getFirst().toFloats())
          .containsExactly(plain.run(x).getFirst().toFloats(), within(1e-4f));
    }
  }

  /**
   * Rows whose code is below zero are turned round, gate after gate, so that a steep sigmoid is one
   * everywhere.
   */
  private static void open(GatedNetwork network, ResidentModel model, Tensor x) {
    model.put(GatedNetwork.STEEPNESS, Tensor.scalar(1e9f));
    Map<String, Tensor> weights = new HashMap<>(network.typed().graph().initializers());
    for (int round = 0; round <= network.weights().size(); round++) {
      List<Tensor> outputs = model.run(x);
      for (int g = 0; g < network.weights().size(); g++) {
        Tensor codes = outputs.get(network.firstCode() + g);
        weights.computeIfPresent(network.weights().get(g), (_, weight) -> turned(weight, codes));
        model.put(network.weights().get(g), weights.get(network.weights().get(g)));
      }
    }
  }

  private static Tensor turned(Tensor weight, Tensor codes) {
    float[] rows = weight.toFloats();
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= codes.doubleAt(i / weight.dim(1)) < 0 ? -1 : 1;
    }
    return Tensor.ofFloats(weight.shape(), rows);
  }

  private static GatedNetwork gated(Analysis analysis) {
    List<ChannelGroup> groups =
        analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
    return new Gating(analysis, PENALTY, KEPT).apply(groups, new Random(5));
  }

  private static Tensor input(Graph graph) {
    return SampleInputs.ofBatch(BATCH).draw(graph, 3).get("x");
  }
}
