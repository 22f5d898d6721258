package io.espalier.method.prune.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.bench.GraphTimer;
import io.espalier.engine.bench.Latency;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.LatencyInstruments;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LatencyModelTest {
  private static final int ROUNDING = 8;
  private static final double MILLIS_PER_MAC = 1e-4;

  /** A whole network takes longer than its layers together, by this factor. */
  private static final double OVERHEAD = 1.25;

  private static final double RELATIVE_ERROR = 1e-9;

  private final MemoryLatencyTable table = new MemoryLatencyTable();
  private final Analysis analysis = Analyzer.analyze(network());
  private int measured;

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("net", 3);
    String x = net.input("x", 3, 8, 8);
    String a = net.relu(net.batchNorm(net.conv(x, 3, 32, 3, 1, 1), 32));
    String d = net.relu(net.batchNorm(net.conv(a, 32, 32, 3, 1, 32), 32));
    String b = net.relu(net.conv(d, 32, 64, 1, 1, 1));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", b));
    net.output(net.linear(pooled, 64, 10), 10);
    return net.build();
  }

  private Latency formula(Graph graph, Map<String, Tensor> inputs, LatencySettings settings) {
    measured++;
    double millis = MILLIS_PER_MAC * macs(ShapeInference.infer(graph));
    double whole = graph.nodes().size() > 3 ? OVERHEAD * millis : millis;
    return new Latency("formula", "1", "cpu", 1, 0, 1, inputs.size(), whole, whole);
  }

  private static long macs(TypedGraph typed) {
    return CostModel.of(typed).macs();
  }

  private LatencyModel model() {
    GraphTimer timer = this::formula;
    return LatencyModel.measure(
        analysis,
        prunable(),
        ROUNDING,
        new LatencyInstruments(timer, table, "test"),
        share -> assertThat(share).isBetween(0.0, 1.0));
  }

  private List<ChannelGroup> prunable() {
    return analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
  }

  /** Every group narrowed to a share of its channels. */
  private TypedGraph preview(double share) {
    Map<String, Set<Integer>> removed =
        prunable().stream()
            .collect(
                Collectors.toMap(
                    ChannelGroup::id,
                    group ->
                        IntStream.range((int) (share * group.channels()), group.channels())
                            .boxed()
                            .collect(Collectors.toSet())));
    return new ChannelCut(analysis.sized(), removed).preview();
  }

  @Test
  void takesWhatWasMeasuredAtTheFullWidth() {
    LatencyModel model = model();
    double whole = OVERHEAD * MILLIS_PER_MAC * analysis.cost().macs();
    assertThat(model.before()).isEqualTo(whole);
    assertThat(model.predict(analysis.sized().typed())).isEqualTo(whole);
  }

  @Test
  void predictsExactlyWhereTimeGoesWithTheMacs() {
    LatencyModel model = model();
    for (double share : new double[] {0.9, 0.75, 0.6, 0.5, 0.3}) {
      TypedGraph cut = preview(share);
      double expected = OVERHEAD * MILLIS_PER_MAC * macs(cut);
      assertThat(model.predict(cut)).isCloseTo(expected, within(RELATIVE_ERROR * expected));
    }
  }

  @Test
  void measuresALayerOnceForAPlace() {
    model();
    int first = measured;
    assertThat(table.of(table.places().getFirst())).hasSize(first - 1);
    model();
    assertThat(measured - first).as("the whole network alone").isEqualTo(1);
  }

  @Test
  void timesALayerWithTheNormalisationAndActivationBehindIt() {
    model();
    assertThat(table.of(table.places().getFirst()).keySet())
        .anyMatch(layer -> layer.startsWith("Conv{") && layer.contains("BatchNormalization"))
        .allMatch(layer -> layer.startsWith("Conv{") || layer.startsWith("Gemm{"));
  }

  @Test
  void keepsWhatWasMeasuredBeforeItWasStopped() {
    GraphTimer timer = this::formula;
    assertThatThrownBy(
            () ->
                LatencyModel.measure(
                    analysis,
                    prunable(),
                    ROUNDING,
                    new LatencyInstruments(timer, table, "test"),
                    LatencyModelTest::stopHalfway))
        .isInstanceOf(CancellationException.class);
    assertThat(table.of(table.places().getFirst())).isNotEmpty();
  }

  private static void stopHalfway(double share) {
    if (share >= 0.5) {
      throw new CancellationException();
    }
  }

  @Test
  void goesWithTheMacsWhereALayerHasNoWidthOfItsOwn() {
    NetworkBuilder net = new NetworkBuilder("product", 3);
    String x = net.input("x", 4, 8);
    String hidden = net.relu(x);
    String product = net.op("MatMul", hidden, net.op("Transpose", transposed(), hidden));
    net.output(net.relu(product), 4, 4);
    Analysis attention = Analyzer.analyze(net.build());
    LatencyModel model =
        LatencyModel.measure(
            attention,
            List.of(),
            ROUNDING,
            new LatencyInstruments(this::formula, table, "test"),
            _ -> {});
    Cost cost = attention.cost();
    assertThat(model.predict(attention.sized().typed()))
        .isCloseTo(MILLIS_PER_MAC * OVERHEAD * cost.macs(), within(RELATIVE_ERROR));
  }

  private static Map<String, Attribute> transposed() {
    return Map.of("perm", new Attribute.IntList(List.of(0L, 2L, 1L)));
  }
}
