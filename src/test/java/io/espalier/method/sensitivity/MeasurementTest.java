package io.espalier.method.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Device;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchResidentModels;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.graph.rewrite.cut.OrtRun;
import io.espalier.method.Instruments;
import io.espalier.method.SensitivityRecord;
import io.espalier.method.SensitivityRecord.Curve;
import io.espalier.method.SensitivityRecord.Point;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.prune.ChannelOrders;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.width.Candidates;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.SensitivitySpec;
import io.espalier.method.spec.prune.Criterion;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

final class MeasurementTest {
  private static final int CLASSES = 3;
  private static final int SAMPLES = 2;
  private static final long SEED = 7;
  private static final double TOLERANCE = 1e-5;
  private static final SensitivitySpec SPEC =
      new SensitivitySpec(
          PruneSpec.USUAL_LEVELS, new Criterion.L1(), List.of(0.75, 0.25, 0.5, 0.99), SAMPLES);

  private final Analysis analysis = Analyzer.analyze(network());
  private final List<ChannelGroup> groups = Candidates.of(analysis, SPEC.asPruning()).groups();
  private final long best = best(OrtRun.run(analysis.graph(), SEED), 0);

  @Test
  void everyPointIsWhatTheMaskedNetworkAnswersInOnnxRuntime() {
    double[] whole = probabilities(analysis.graph());
    List<List<Integer>> orders = orders(StepContext.unwatched());
    SensitivityRecord record = measured(StepContext.unwatched());
    for (int g = 0; g < groups.size(); g++) {
      Curve curve = record.curves().get(g);
      for (Point point : curve.points()) {
        Set<Integer> silenced = Set.copyOf(orders.get(g).subList(0, point.silenced()));
        Graph masked =
            new ChannelMask(analysis.channels(), Map.of(curve.group(), silenced)).apply();
        assertThat(point.divergence())
            .isCloseTo(divergence(probabilities(masked), whole), within(TOLERANCE));
        assertThat(point.top1()).contains(top1(OrtRun.run(masked, SEED)));
      }
    }
  }

  @Test
  void curvesGoUpWithTheRatiosAndLeaveOneChannel() {
    SensitivityRecord record = measured(StepContext.unwatched());
    assertThat(record.curves()).hasSameSizeAs(groups).hasSizeGreaterThan(1);
    assertThat(record.samples()).isEqualTo(SAMPLES);
    assertThat(record.top1()).contains(top1(OrtRun.run(analysis.graph(), SEED)));
    for (Curve curve : record.curves()) {
      assertThat(curve.points()).extracting(Point::ratio).containsExactly(0.25, 0.5, 0.75, 0.99);
      assertThat(curve.points()).extracting(Point::monotone).isSorted();
      assertThat(curve.points().getLast().silenced()).isEqualTo(curve.channels() - 1);
      assertThat(curve.points().getLast().monotone())
          .isEqualTo(curve.points().stream().mapToDouble(Point::divergence).max().orElseThrow());
    }
  }

  @Test
  void endsWhenTheJobIsCancelled() {
    assertThatThrownBy(() -> measured(new Cancelled())).isInstanceOf(CancellationException.class);
  }

  private SensitivityRecord measured(StepContext watcher) {
    return new Measurement(analysis, SPEC, data(watcher))
        .of(groups, orders(StepContext.unwatched()));
  }

  private List<List<Integer>> orders(StepContext watcher) {
    return ChannelOrders.of(groups, analysis, SPEC.asPruning(), data(watcher));
  }

  private ScoringData data(StepContext watcher) {
    Instruments instruments =
        new Instruments(
            new TorchResidentModels(Device.CPU, 1),
            (_, _, _) -> {
              throw new AssertionError("No gradient is needed.");
            },
            new TorchAlgebra(Device.CPU, 1));
    return new ScoringData(new TwoSamples(inputs(), labels()), instruments, watcher, SEED);
  }

  /** The inputs that the other runtime is given. */
  private static Tensor inputs() {
    Random random = new Random(SEED);
    float[] values = new float[SAMPLES * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(new long[] {SAMPLES, 1, 8, 8}, values);
  }

  /** Right for the first sample; wrong for the second unless it is answered as the first. */
  private Tensor labels() {
    return Tensor.ofLongs(new long[] {SAMPLES}, best, best);
  }

  private double top1(float[] outputs) {
    double right = 0;
    for (int n = 0; n < SAMPLES; n++) {
      right += best(outputs, n) == best ? 1 : 0;
    }
    return right / SAMPLES;
  }

  private static int best(float[] outputs, int sample) {
    int best = 0;
    for (int k = 1; k < CLASSES; k++) {
      best = outputs[sample * CLASSES + k] > outputs[sample * CLASSES + best] ? k : best;
    }
    return best;
  }

  private static double[] probabilities(Graph graph) {
    float[] outputs = OrtRun.run(graph, SEED);
    double[] probabilities = new double[outputs.length];
    for (int n = 0; n < SAMPLES; n++) {
      double total = 0;
      for (int k = 0; k < CLASSES; k++) {
        total += Math.exp(outputs[n * CLASSES + k]);
      }
      for (int k = 0; k < CLASSES; k++) {
        probabilities[n * CLASSES + k] = Math.exp(outputs[n * CLASSES + k]) / total;
      }
    }
    return probabilities;
  }

  private static double divergence(double[] silenced, double[] whole) {
    double sum = 0;
    for (int i = 0; i < silenced.length; i++) {
      sum += silenced[i] * Math.log(silenced[i] / whole[i]);
    }
    return sum / SAMPLES;
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("residual", SEED);
    String x = net.input("x", 1, 8, 8);
    String stem = net.relu(net.batchNorm(net.conv(x, 1, 6, 3, 1, 1), 6));
    String inner = net.relu(net.batchNorm(net.conv(stem, 6, 8, 3, 1, 1), 8));
    String branch = net.conv(inner, 8, 6, 3, 1, 1);
    String joined = net.relu(net.op("Add", stem, branch));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", joined));
    return net.output(net.linear(pooled, 6, CLASSES), CLASSES).build();
  }

  private static final class Cancelled implements StepContext {
    @Override
    public void progress(double fraction, String activity) {}

    @Override
    public void throwIfCancelled() {
      throw new CancellationException();
    }

    @Override
    public TrainingContext training() {
      throw new AssertionError("The samples are at hand.");
    }
  }
}
