package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Learner.StepLoss;
import io.espalier.engine.train.Loss;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and their slopes against sums in double precision; the scores are the weights. */
class TorchLossTest {
  private static final Offset<Double> ROUNDING = within(2e-6);
  private static final double STEP = 1e-5;
  private static final int SAMPLES = 3;
  private static final int CLASSES = 4;

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);
  private final float[] scores = TrainingCase.normal(5, SAMPLES, CLASSES).toFloats();

  /** A network whose output is its weight, of the given shape without the batch. */
  private Graph network(String ending, long... shape) {
    NetworkBuilder builder = new NetworkBuilder("scores", 1);
    String x = builder.input("x", shape);
    long[] whole = new long[shape.length + 1];
    whole[0] = SAMPLES;
    System.arraycopy(shape, 0, whole, 1, shape.length);
    long elements = java.util.Arrays.stream(whole).reduce(1, (a, b) -> a * b);
    Tensor weight = TrainingCase.normal(5, elements).withShape(whole);
    String sum = builder.op("Add", x, builder.constant("w", weight));
    String y = ending.isEmpty() ? sum : builder.op(ending, Map.of("axis", Attribute.of(1L)), sum);
    return builder.output(y, shape).build();
  }

  private StepLoss learn(
      Graph graph, TrainingCase settings, Tensor targets, IntToDoubleFunction slopes) {
    long[] shape = graph.initializers().get("w").shape();
    Tensor zeros = Tensor.ofFloats(shape, new float[(int) elements(shape)]);
    try (Learner learner =
        learners.open(ShapeInference.infer(graph), settings.settings(), Optional.empty())) {
      StepLoss loss = learner.accumulate(new TensorBatch(zeros, targets), 1, 0);
      float[] before = graph.initializers().get("w").toFloats();
      learner.update(new double[] {1});
      float[] after = learner.weights().get("w").toFloats();
      for (int i = 0; i < before.length; i++) {
        assertThat((double) before[i] - after[i]).isEqualTo(slopes.applyAsDouble(i), ROUNDING);
      }
      return loss;
    }
  }

  private static long elements(long[] shape) {
    return java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private interface Sum {
    double of(double[] scores);
  }

  /** Central differences. */
  private IntToDoubleFunction slopes(Sum sum, float[] at) {
    return i -> {
      double[] moved = IntStream.range(0, at.length).mapToDouble(j -> at[j]).toArray();
      moved[i] += STEP;
      double above = sum.of(moved);
      moved[i] -= 2 * STEP;
      return (above - sum.of(moved)) / (2 * STEP);
    };
  }

  private static double[] values(float[] scores) {
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }

  /** Logarithms of the softmax of every row over a temperature. */
  static double[] logSoftmax(double[] scores, double temperature) {
    double[] logarithms = new double[scores.length];
    for (int row = 0; row < scores.length; row += CLASSES) {
      double sum = 0;
      for (int i = row; i < row + CLASSES; i++) {
        sum += Math.exp(scores[i] / temperature);
      }
      for (int i = row; i < row + CLASSES; i++) {
        logarithms[i] = scores[i] / temperature - Math.log(sum);
      }
    }
    return logarithms;
  }

  private static double crossEntropy(double[] scores, double[] wanted, double samples) {
    double[] logarithms = logSoftmax(scores, 1);
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum -= wanted[i] * logarithms[i];
    }
    return sum / samples;
  }

  private static double[] wanted(long[] classes, double smoothing) {
    double[] wanted = new double[classes.length * CLASSES];
    for (int row = 0; row < classes.length; row++) {
      for (int k = 0; k < CLASSES && classes[row] >= 0; k++) {
        wanted[row * CLASSES + k] = smoothing / CLASSES + (k == classes[row] ? 1 - smoothing : 0);
      }
    }
    return wanted;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void crossEntropyCountsEverySampleThatHasAClass(double smoothing) {
    long[] classes = {2, -100, 0};
    double[] wanted = wanted(classes, smoothing);
    Sum sum = s -> crossEntropy(s, wanted, 2);
    StepLoss loss =
        learn(
            network("", CLASSES),
            TrainingCase.of(new Loss.CrossEntropy(smoothing), "w"),
            Tensor.vector(classes),
            slopes(sum, scores));
    assertThat(loss.loss()).isEqualTo(sum.of(values(scores)), ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void theSoftmaxThatEndsANetworkIsTakenOnce(String ending) {
    long[] classes = {2, 1, 0};
    Sum sum = s -> crossEntropy(s, wanted(classes, 0), SAMPLES);
    StepLoss loss =
        learn(
            network(ending, CLASSES),
            TrainingCase.of(new Loss.CrossEntropy(0), "w"),
            Tensor.vector(classes),
            slopes(sum, scores));
    assertThat(loss.loss()).isEqualTo(sum.of(values(scores)), ROUNDING);
  }

  @Test
  void softTargetsAreWeighed() {
    float[] soft = {0.5f, 0.5f, 0, 0, 0, 0, 1, 0, 0.25f, 0.25f, 0.25f, 0.25f};
    Sum sum = s -> crossEntropy(s, values(soft), SAMPLES);
    StepLoss loss =
        learn(
            network("", CLASSES),
            TrainingCase.of(new Loss.CrossEntropy(0), "w"),
            Tensor.ofFloats(new long[] {SAMPLES, CLASSES}, soft),
            slopes(sum, scores));
    assertThat(loss.loss()).isEqualTo(sum.of(values(scores)), ROUNDING);
  }

  @Test
  void batchesWithoutAnyClassTeachNothing() {
    StepLoss loss =
        learn(
            network("", CLASSES),
            TrainingCase.of(new Loss.CrossEntropy(0), "w"),
            Tensor.vector(-100, -100, -100),
            _ -> 0);
    assertThat(loss.loss()).isZero();
    assertThat(loss.correct()).isZero();
  }

  @Test
  void countsCorrectSamples() {
    Graph graph = network("", CLASSES);
    long[] best = new long[SAMPLES];
    for (int row = 0; row < SAMPLES; row++) {
      for (int k = 1; k < CLASSES; k++) {
        best[row] =
            scores[row * CLASSES + k] > scores[(int) (row * CLASSES + best[row])] ? k : best[row];
      }
    }
    best[1] = (best[1] + 1) % CLASSES;
    Sum sum = s -> crossEntropy(s, wanted(best, 0), SAMPLES);
    TrainingCase settings = TrainingCase.of(new Loss.CrossEntropy(0), "w");
    assertThat(learn(graph, settings, Tensor.vector(best), slopes(sum, scores)).correct())
        .isEqualTo(2);
  }

  /** Rows of classes of {@code [N, T, K]} lie together. */
  @Test
  void sequencesHaveTheirClassesLast() {
    float[] values = TrainingCase.normal(5, SAMPLES * 2 * CLASSES).toFloats();
    long[] classes = {0, 1, 2, 3, -100, 1};
    Sum sum = s -> crossEntropy(s, wanted(classes, 0), 5);
    StepLoss loss =
        learn(
            network("", 2, CLASSES),
            TrainingCase.of(new Loss.CrossEntropy(0), "w"),
            Tensor.ofLongs(new long[] {SAMPLES, 2}, classes),
            slopes(sum, values));
    assertThat(loss.loss()).isEqualTo(sum.of(values(values)), ROUNDING);
  }

  /** One pixel an image: the layout is that of {@code [N, K]}. */
  @Test
  void picturesHaveTheirClassesBehindTheBatch() {
    long[] classes = {3, 1, 0};
    Sum sum = s -> crossEntropy(s, wanted(classes, 0), SAMPLES);
    StepLoss loss =
        learn(
            network("", CLASSES, 1, 1),
            TrainingCase.of(new Loss.CrossEntropy(0), "w"),
            Tensor.ofLongs(new long[] {SAMPLES, 1, 1}, classes),
            slopes(sum, scores));
    assertThat(loss.loss()).isEqualTo(sum.of(values(scores)), ROUNDING);
  }

  @Test
  void differencesAreAveragedOverAllNumbers() {
    float[] wanted = TrainingCase.normal(9, SAMPLES, CLASSES).toFloats();
    Map<Loss, java.util.function.DoubleUnaryOperator> losses =
        Map.of(
            new Loss.MeanSquared(), d -> d * d,
            new Loss.MeanAbsolute(), Math::abs,
            new Loss.Huber(0.7), d -> Math.abs(d) < 0.7 ? d * d / 2 : 0.7 * (Math.abs(d) - 0.35));
    losses.forEach(
        (loss, each) -> {
          Sum sum =
              s ->
                  IntStream.range(0, s.length)
                      .mapToDouble(i -> each.applyAsDouble(s[i] - wanted[i]))
                      .average()
                      .orElseThrow();
          Tensor targets = Tensor.ofFloats(new long[] {SAMPLES, CLASSES}, wanted);
          TrainingCase settings = TrainingCase.of(loss, "w");
          StepLoss found = learn(network("", CLASSES), settings, targets, slopes(sum, scores));
          assertThat(found.loss()).isEqualTo(sum.of(values(scores)), ROUNDING);
        });
  }
}
