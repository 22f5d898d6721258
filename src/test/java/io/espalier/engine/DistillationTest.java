package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistillationTest {
  private static final Offset<Double> ROUNDING = within(5e-6);
  private static final Offset<Double> SIXTEEN_BITS = within(2e-2);
  private static final double STEP = 1e-5;
  private static final int SAMPLES = 3;
  private static final int CLASSES = 4;
  private static final long[] TARGETS = {2, 0, 3};

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);

  /** A network whose output is its weight. */
  private static TypedGraph scores(long seed) {
    NetworkBuilder builder = new NetworkBuilder("scores", 1);
    String x = builder.input("x", CLASSES);
    builder.constant("w", TrainingCase.normal(seed, SAMPLES, CLASSES));
    return ShapeInference.infer(builder.output(builder.op("Add", x, "w"), CLASSES).build());
  }

  private static double[] values(long seed) {
    double[] values = new double[SAMPLES * CLASSES];
    TrainingCase.normal(seed, SAMPLES, CLASSES).copyTo(values, 0, values.length);
    return values;
  }

  private static double loss(double[] own, double temperature, double alpha) {
    double[] hard = TorchLossTest.logSoftmax(own, 1);
    double entropy = 0;
    for (int row = 0; row < SAMPLES; row++) {
      entropy -= hard[(int) (row * CLASSES + TARGETS[row])] / SAMPLES;
    }
    double[] given = TorchLossTest.logSoftmax(own, temperature);
    double[] wanted = TorchLossTest.logSoftmax(values(2), temperature);
    double divergence = 0;
    for (int i = 0; i < own.length; i++) {
      divergence += Math.exp(wanted[i]) * (wanted[i] - given[i]) / SAMPLES;
    }
    return (1 - alpha) * entropy + alpha * temperature * temperature * divergence;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "4, 0.9", "2, 1"})
  void addsTheDivergenceFromTheTeacher(double temperature, double alpha) {
    TrainingCase settings =
        TrainingCase.of(new Loss.CrossEntropy(0), "w").taught(temperature, alpha);
    Tensor zeros = Tensor.ofFloats(new long[] {SAMPLES, CLASSES}, new float[SAMPLES * CLASSES]);
    try (Learner learner = learners.open(scores(1), settings.settings(), Optional.of(scores(2)))) {
      double found =
          learner.accumulate(new TensorBatch(zeros, Tensor.vector(TARGETS)), 1, 0).loss();
      assertThat(found).isEqualTo(loss(values(1), temperature, alpha), ROUNDING);
      learner.update(new double[] {1});
      float[] after = learner.weights().get("w").toFloats();
      for (int i = 0; i < after.length; i++) {
        double[] above = values(1);
        double[] below = values(1);
        above[i] += STEP;
        below[i] -= STEP;
        double slope =
            (loss(above, temperature, alpha) - loss(below, temperature, alpha)) / (2 * STEP);
        assertThat(values(1)[i] - after[i]).isEqualTo(slope, ROUNDING);
      }
    }
  }

  @Test
  void comparesNumbersBySquares() {
    TrainingCase settings = TrainingCase.of(new Loss.MeanSquared(), "w").taught(3, 0.25);
    Tensor zeros = Tensor.ofFloats(new long[] {SAMPLES, CLASSES}, new float[SAMPLES * CLASSES]);
    double[] own = values(1);
    double[] taught = values(2);
    double expected =
        IntStream.range(0, own.length)
            .mapToDouble(i -> 0.75 * own[i] * own[i] + 0.25 * Math.pow(own[i] - taught[i], 2))
            .average()
            .orElseThrow();
    try (Learner learner = learners.open(scores(1), settings.settings(), Optional.of(scores(2)))) {
      assertThat(learner.accumulate(new TensorBatch(zeros, zeros), 1, 0).loss())
          .isEqualTo(expected, ROUNDING);
    }
  }

  @Test
  void teachesInSixteenBits() {
    TrainingCase settings =
        TrainingCase.of(new Loss.CrossEntropy(0), "w").taught(2, 0.5).with(TrainingPrecision.BF16);
    Tensor zeros = Tensor.ofFloats(new long[] {SAMPLES, CLASSES}, new float[SAMPLES * CLASSES]);
    try (Learner learner = learners.open(scores(1), settings.settings(), Optional.of(scores(2)))) {
      assertThat(learner.accumulate(new TensorBatch(zeros, Tensor.vector(TARGETS)), 1, 0).loss())
          .isEqualTo(loss(values(1), 2, 0.5), SIXTEEN_BITS);
    }
  }

  @Test
  void needsATeacher() {
    TrainingCase settings = TrainingCase.of(new Loss.MeanSquared(), "w").taught(2, 0.5);
    assertThatThrownBy(() -> learners.open(scores(1), settings.settings(), Optional.empty()))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("needs a network");
  }
}
