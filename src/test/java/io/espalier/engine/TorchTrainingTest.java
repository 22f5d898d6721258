package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Learner.StepLoss;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TorchTrainingTest {
  private static final Offset<Double> ROUNDING = within(1e-5);
  private static final Loss CLASSES = new Loss.CrossEntropy(0);
  private static final Optimizer ADAM = new Optimizer.AdamW(0.01, 0.05, 0.9, 0.999, 1e-8);

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);

  private static final String[] ALL = {
    "conv0.weight", "conv0.bias", "bn1.weight", "bn1.bias", "linear5.weight", "linear5.bias"
  };

  /** Convolution, batch normalisation, dropout, linear layer. */
  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("small", 1);
    String x = builder.input("x", 2, 6, 6);
    String normed = builder.batchNorm(builder.conv(x, 2, 4, 3, 1, 1), 4);
    String pooled = builder.op("GlobalAveragePool", builder.relu(normed));
    String flat = builder.op("Flatten", pooled);
    String y = builder.linear(flat, 4, 3);
    return builder.output(y, 3).build();
  }

  private static Graph withDropout() {
    NetworkBuilder builder = new NetworkBuilder("dropout", 1);
    String x = builder.input("x", 8);
    String kept = builder.op("Dropout", x);
    builder.constant("w", TrainingCase.normal(3, 8, 3));
    return builder.output(builder.op("MatMul", kept, "w"), 3).build();
  }

  private Learner open(Graph graph, TrainingCase settings) {
    return learners.open(ShapeInference.infer(graph), settings.settings(), Optional.empty());
  }

  private static TensorBatch batch(long seed) {
    return new TensorBatch(TrainingCase.normal(seed, 5, 2, 6, 6), TrainingCase.classes(seed, 3, 5));
  }

  private static List<Double> train(Learner learner, int begin, int end) {
    List<Double> losses = new ArrayList<>();
    for (int step = begin; step < end; step++) {
      losses.add(learner.accumulate(batch(step), 1, step).loss());
      learner.update(new double[] {0.01});
    }
    return losses;
  }

  @Test
  void learnsABatchByHeart() {
    Graph graph = network();
    try (Learner learner = open(graph, TrainingCase.of(CLASSES, ALL).with(ADAM))) {
      double first = learner.accumulate(batch(1), 1, 0).loss();
      for (int step = 0; step < 100; step++) {
        learner.update(new double[] {0.05});
        learner.accumulate(batch(1), 1, 0);
      }
      StepLoss last = learner.accumulate(batch(1), 1, 0);
      assertThat(last.loss()).isLessThan(first / 4);
      assertThat(last.correct()).isEqualTo(5);
    }
  }

  @Test
  void writesBackWhatItEvaluates() {
    Graph graph = network();
    Tensor inputs = batch(7).inputs();
    try (Learner learner = open(graph, TrainingCase.of(CLASSES, ALL).with(ADAM))) {
      train(learner, 0, 3);
      Graph learned = LearnedWeights.into(graph, learner.weights());
      assertThat(learned.initializers()).isNotEqualTo(graph.initializers());
      try (RunnableModel model =
          new TorchRuntime(Device.CPU, 2).compile(ShapeInference.infer(learned))) {
        float[] expected = model.run(Map.of("x", inputs)).getFirst().toFloats();
        assertThat(learner.evaluate(inputs).getFirst().toFloats())
            .containsExactly(expected, within(1e-5f));
      }
    }
  }

  @Test
  void goesOnFromAStateBitByBit() {
    TrainingCase settings = TrainingCase.of(CLASSES, ALL).with(ADAM).averagedBy(0.9);
    Map<String, Tensor> whole;
    Map<String, Tensor> half;
    try (Learner learner = open(network(), settings)) {
      train(learner, 0, 6);
      whole = learner.state();
    }
    try (Learner learner = open(network(), settings)) {
      train(learner, 0, 3);
      half = learner.state();
    }
    try (Learner learner = open(network(), settings)) {
      learner.restore(half);
      train(learner, 3, 6);
      assertThat(learner.state()).isEqualTo(whole).isNotEqualTo(half);
    }
  }

  @Test
  void refusesAStateOfAnotherTraining() {
    try (Learner learner = open(network(), TrainingCase.of(CLASSES, ALL))) {
      assertThatThrownBy(() -> learner.restore(Map.of("weight/a", Tensor.scalar(0))))
          .isInstanceOf(EspalierException.class);
    }
  }

  @Test
  void leavesWeightsOfNoGroupAlone() {
    Graph graph = network();
    try (Learner learner = open(graph, TrainingCase.of(CLASSES, "linear5.bias"))) {
      train(learner, 0, 2);
      assertThat(learner.trainable()).containsExactly("linear5.bias");
      assertThat(learner.weights())
          .containsOnlyKeys("linear5.bias", "bn1.running_mean", "bn1.running_var");
    }
  }

  /** A tenth of the way to the batch's mean and unbiased variance. */
  @Test
  void runningStatisticsFollowTheBatches() {
    Graph graph = statisticsAlone();
    Tensor inputs = TrainingCase.normal(3, 6, 1, 1, 1);
    double[] x = new double[6];
    inputs.copyTo(x, 0, 6);
    double mean = java.util.Arrays.stream(x).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
    Tensor targets = Tensor.ofFloats(new long[] {6, 1, 1, 1}, new float[6]);
    try (Learner learner = open(graph, TrainingCase.of(new Loss.MeanSquared(), "bn0.weight"))) {
      learner.accumulate(new TensorBatch(inputs, targets), 1, 0);
      Map<String, Tensor> weights = learner.weights();
      assertThat(weights.get("bn0.running_mean").doubleAt(0))
          .isEqualTo(0.9 * first(graph, "bn0.running_mean") + 0.1 * mean, ROUNDING);
      assertThat(weights.get("bn0.running_var").doubleAt(0))
          .isEqualTo(0.9 * first(graph, "bn0.running_var") + 0.1 * variance, ROUNDING);
    }
  }

  @Test
  void frozenStatisticsStay() {
    TrainingCase settings =
        TrainingCase.of(new Loss.MeanSquared(), "bn0.weight").with(BatchNormMode.FROZEN);
    Tensor inputs = TrainingCase.normal(3, 6, 1, 1, 1);
    try (Learner learner = open(statisticsAlone(), settings)) {
      double trained = learner.accumulate(new TensorBatch(inputs, inputs), 1, 0).loss();
      double[] outputs = new double[6];
      learner.evaluate(inputs).getFirst().copyTo(outputs, 0, 6);
      double squares = 0;
      for (int i = 0; i < 6; i++) {
        squares += Math.pow(outputs[i] - inputs.doubleAt(i), 2) / 6;
      }
      assertThat(trained).isEqualTo(squares, ROUNDING);
      assertThat(learner.weights()).containsOnlyKeys("bn0.weight");
    }
  }

  private static Graph statisticsAlone() {
    NetworkBuilder builder = new NetworkBuilder("statistics", 1);
    String x = builder.input("x", 1, 1, 1);
    return builder.output(builder.batchNorm(x, 1), 1, 1, 1).build();
  }

  private static double first(Graph graph, String weight) {
    return graph.initializers().get(weight).doubleAt(0);
  }

  /** w·(w·x): the slope of (w²x − y)² is 2(w²x − y)·2wx. */
  @Test
  void weightsReadTwiceStayOne() {
    NetworkBuilder builder = new NetworkBuilder("shared", 1);
    String x = builder.input("x", 1);
    builder.constant("w", Tensor.ofFloats(new long[] {1, 1}, 2));
    String y = builder.op("MatMul", builder.op("MatMul", x, "w"), "w");
    Tensor one = Tensor.ofFloats(new long[] {1, 1}, 1);
    try (Learner learner =
        open(builder.output(y, 1).build(), TrainingCase.of(new Loss.MeanSquared(), "w"))) {
      learner.accumulate(new TensorBatch(one, one), 1, 0);
      assertThat(learner.update(new double[] {0}).gradientNorm()).isEqualTo(24, ROUNDING);
    }
  }

  @Test
  void dropoutDrawsByTheSeedOfTheStep() {
    Tensor inputs = TrainingCase.normal(1, 5, 8);
    TensorBatch batch = new TensorBatch(inputs, TrainingCase.classes(1, 3, 5));
    try (Learner learner = open(withDropout(), TrainingCase.of(CLASSES, "w"))) {
      double first = learner.accumulate(batch, 1, 11).loss();
      double second = learner.accumulate(batch, 1, 12).loss();
      assertThat(learner.accumulate(batch, 1, 11).loss()).isEqualTo(first).isNotEqualTo(second);
      assertThat(learner.evaluate(inputs)).isEqualTo(learner.evaluate(inputs));
    }
  }

  @Test
  void trainsWhatItCanFuse() {
    Graph graph = normalisedByHand();
    TrainingCase settings = TrainingCase.of(new Loss.MeanSquared(), "scale", "bias");
    Tensor inputs = TrainingCase.normal(2, 3, 4);
    Tensor zeros = Tensor.ofFloats(new long[] {3, 4}, new float[12]);
    try (Learner learner = open(graph, settings)) {
      learner.accumulate(new TensorBatch(inputs, zeros), 1, 0);
      assertThat(learner.update(new double[] {0.5}).gradientNorm()).isPositive();
      assertThat(learner.weights().get("scale")).isNotEqualTo(graph.initializers().get("scale"));
    }
  }

  /** Layer normalisation as exporters spell it. */
  private static Graph normalisedByHand() {
    NetworkBuilder builder = new NetworkBuilder("spelt", 1);
    String x = builder.input("x", 4);
    Map<String, Attribute> last = Map.of("axes", Attribute.ofInts(-1));
    String centred = builder.op("Sub", x, builder.op("ReduceMean", last, x));
    String two = builder.constant("two", Tensor.scalar(2));
    String variance = builder.op("ReduceMean", last, builder.op("Pow", centred, two));
    String safe = builder.op("Add", variance, builder.constant("small", Tensor.scalar(1e-5f)));
    String normed = builder.op("Div", centred, builder.op("Sqrt", safe));
    String scaled = builder.op("Mul", normed, builder.constant("scale", TrainingCase.normal(4, 4)));
    String y = builder.op("Add", scaled, builder.constant("bias", TrainingCase.normal(5, 4)));
    return builder.output(y, 4).build();
  }

  @Test
  void tellsEveryReasonNotToTrain() {
    TrainingCase settings =
        TrainingCase.of(CLASSES, "nothing", "bn1.running_var", "conv0.bias", "conv0.bias");
    assertThatThrownBy(() -> open(network(), settings))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal ->
                assertThat(refusal.problems())
                    .extracting(io.espalier.problem.Problem::code)
                    .containsExactly("weight-unknown", "weight-is-statistic", "weight-twice"));
  }

  @Test
  void refusesClassesThatTheNetworkDoesNotHave() {
    try (Learner learner = open(network(), TrainingCase.of(CLASSES, ALL))) {
      TensorBatch wrong = new TensorBatch(batch(1).inputs(), Tensor.vector(0, 1, 2, 3, 0));
      assertThatThrownBy(() -> learner.accumulate(wrong, 1, 0))
          .isInstanceOf(EspalierException.class)
          .hasMessageContaining("class 3");
    }
  }
}
