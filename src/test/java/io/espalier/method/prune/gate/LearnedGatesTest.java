package io.espalier.method.prune.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.Device;
import io.espalier.engine.TensorBatch;
import io.espalier.engine.TorchAlgebra;
import io.espalier.engine.TorchLearners;
import io.espalier.engine.TorchLossGradients;
import io.espalier.engine.TorchResidentModels;
import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingListener;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingSamples;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnedGatesTest {
  private static final int CHANNELS = 8;

  /** From this one on channels are zero. */
  private static final int FIRST_DEAD = 4;

  private static final int SIDE = 6;
  private static final int BATCH = 16;
  private static final int BATCHES = 12;
  private static final int EPOCHS = 8;
  private static final double PENALTY = 10;
  private static final double RATE = 0.05;
  private static final int EPOCHS_BEFORE = 3;

  /** Two channels more or fewer than the share asks for. */
  private static final double SHARE_TOLERANCE = 2.0 / CHANNELS;

  private final Analysis analysis = Analyzer.analyzeAsIs(trained(network()), Map.of());

  @Test
  void learnsWhichChannelsTheNetworkCanDoWithout() {
    Budget quarter = Budget.ofMacs(0.25);
    double[] scores = scores(quarter);
    assertThat(scores).hasSize(CHANNELS);
    assertThat(Arrays.stream(scores).boxed()).allMatch(score -> score > 0 && score < 1);
    double open = Arrays.stream(scores).filter(score -> score > 0.5).count();
    assertThat(open / CHANNELS).isCloseTo(0.5, within(SHARE_TOLERANCE));
    assertThat(mean(scores, FIRST_DEAD, CHANNELS)).isLessThan(mean(scores, 0, FIRST_DEAD));
    assertThat(scores(quarter)).isEqualTo(scores);
  }

  @Test
  void judgesNothingWhereThereIsNothing() {
    LearnedGates gates = new LearnedGates(options(), Budget.ofMacs(0.5));
    assertThat(gates.of(List.of(), ScoringContext.ofWeights(analysis, new Random(1)))).isEmpty();
  }

  @Test
  void growsSteeperInEqualStepsAndFasterBehindTheLast() {
    Steepness steepness = new Steepness(100);
    assertThat(steepness.at(0)).isEqualTo(0.1);
    assertThat(steepness.at(50)).isCloseTo(50.05, within(1e-9));
    assertThat(steepness.at(100)).isCloseTo(100, within(1e-9));
    assertThat(steepness.at(101) - steepness.at(100)).isCloseTo(9.99, within(1e-9));
  }

  @Test
  void countsGatesThatAreDecided() {
    List<double[]> codes = List.of(new double[] {-1, 1}, new double[] {0, 0.01});
    assertThat(GateTraining.decided(codes, 1)).isZero();
    assertThat(GateTraining.decided(codes, 100)).isEqualTo(0.5);
    assertThat(GateTraining.decided(codes, 1000)).isEqualTo(0.75);
  }

  private double[] scores(Budget target) {
    List<ChannelGroup> groups =
        analysis.channels().groups().stream().filter(ChannelGroup::prunable).toList();
    assertThat(groups).hasSize(1);
    Connected step = new Connected(analysis);
    ScoringContext context =
        new ScoringContext(analysis, new Random(2), Optional.of(ScoringData.of(step)));
    return new LearnedGates(options(), target).of(groups, context).getFirst().members().getFirst();
  }

  private static double mean(double[] scores, int from, int to) {
    return Arrays.stream(scores, from, to).average().orElseThrow();
  }

  private static Criterion.LearnedGates options() {
    return new Criterion.LearnedGates(EPOCHS, BATCH, RATE, PENALTY);
  }

  /** Half of its channels are zero whatever they see, and stay so. */
  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("gates", 6);
    String map =
        net.relu(
            net.batchNorm(net.conv(net.input("x", 1, SIDE, SIDE), 1, CHANNELS, 3, 1, 1), CHANNELS));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", map));
    Graph graph = net.output(net.linear(pooled, CHANNELS, 2), 2).build();
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    for (String name : List.of("bn1.weight", "bn1.bias")) {
      float[] values = changed.get(name).toFloats();
      Arrays.fill(values, FIRST_DEAD, CHANNELS, 0);
      changed.put(name, Tensor.ofFloats(new long[] {CHANNELS}, values));
    }
    return graph.withInitializers(changed);
  }

  private static Graph trained(Graph graph) {
    TypedGraph typed = ShapeInference.infer(graph);
    LearnerSettings settings =
        new LearnerSettings(
            new Optimizer.Sgd(RATE, 0.9, 0, false),
            List.of(new ParameterGroup(List.copyOf(CostModel.learned(typed)), RATE, 0)),
            new Loss.CrossEntropy(0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            BatchNormMode.TRAINING,
            TrainingPrecision.FP32,
            Optional.empty());
    try (Learner learner =
        new TorchLearners(List.of(Device.CPU), 2).open(typed, settings, Optional.empty())) {
      for (int epoch = 0; epoch < EPOCHS_BEFORE; epoch++) {
        try (Batches batches = Stripes.batches(epoch)) {
          while (batches.hasNext()) {
            learner.accumulate(batches.next(), 1, 0);
            learner.update(new double[] {RATE});
          }
        }
      }
      return LearnedWeights.into(graph, learner.weights());
    }
  }

  /** Horizontal and vertical stripes. */
  private record Stripes() implements TrainingSamples {
    @Override
    public DatasetSummary summary() {
      return new DatasetSummary(
          "stripes",
          DatasetTask.CLASSIFICATION,
          List.of("rows", "columns"),
          new LinkedHashMap<>(),
          Optional.empty(),
          List.of(),
          Preprocessing.NONE,
          List.of());
    }

    @Override
    public TrainingData training(
        int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
      return new TrainingData() {
        @Override
        public int samples() {
          return BATCH * BATCHES;
        }

        @Override
        public Batches epoch(int epoch, int firstBatch) {
          return batches(epoch);
        }

        @Override
        public Batches validation() {
          throw new AssertionError("Nothing is held back.");
        }

        @Override
        public int validationSamples() {
          return 0;
        }
      };
    }

    @Override
    public CalibrationData calibration(int first, int count, int batchSize, long seed) {
      return new CalibrationData() {
        @Override
        public int samples() {
          return BATCH * BATCHES;
        }

        @Override
        public Batches pass() {
          return batches(0);
        }
      };
    }

    private static Batches batches(int epoch) {
      Random random = new Random(epoch);
      Iterator<Batch> made =
          IntStream.range(0, BATCHES).<Batch>mapToObj(_ -> batch(random)).iterator();
      return new Batches() {
        @Override
        public boolean hasNext() {
          return made.hasNext();
        }

        @Override
        public Batch next() {
          return made.next();
        }

        @Override
        public void close() {}
      };
    }

    private static Batch batch(Random random) {
      float[] pixels = new float[BATCH * SIDE * SIDE];
      long[] labels = random.longs(BATCH, 0, 2).toArray();
      for (int i = 0; i < pixels.length; i++) {
        int place = i % (SIDE * SIDE);
        int line = labels[i / (SIDE * SIDE)] == 0 ? place / SIDE : place % SIDE;
        pixels[i] = line % 2 + 0.3f * (float) random.nextGaussian();
      }
      return new TensorBatch(
          Tensor.ofFloats(new long[] {BATCH, 1, SIDE, SIDE}, pixels), Tensor.vector(labels));
    }
  }

  private record Connected(Analysis analysis) implements StepContext {
    @Override
    public void progress(double fraction, String activity) {
      assertThat(fraction).isBetween(0.0, 1.0);
    }

    @Override
    public void throwIfCancelled() {}

    @Override
    public TrainingContext training() {
      return new TrainingContext(
          analysis,
          new Stripes(),
          new TorchLearners(List.of(Device.CPU), 2),
          new Instruments(
              new TorchResidentModels(Device.CPU, 2),
              new TorchLossGradients(Device.CPU, 2),
              new TorchAlgebra(Device.CPU, 2)),
          List.of(Device.CPU),
          new Forgotten(),
          TrainingListener.none(),
          () -> 0,
          9);
    }
  }

  private static final class Forgotten implements Checkpoints {
    @Override
    public Optional<Checkpoint> newest() {
      return Optional.empty();
    }

    @Override
    public void save(Checkpoint checkpoint) {}
  }
}
