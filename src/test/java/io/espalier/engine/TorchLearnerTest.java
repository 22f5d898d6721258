package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Learner.StepLoss;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TorchLearnerTest {
  private static final Offset<Double> ROUNDING = within(1e-6);
  private static final Loss SQUARED = new Loss.MeanSquared();

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);

  /** One number times one weight. */
  private static Graph product(float weight) {
    NetworkBuilder builder = new NetworkBuilder("product", 1);
    String x = builder.input("x", 1);
    builder.constant("w", Tensor.ofFloats(new long[] {1, 1}, weight));
    return builder.output(builder.op("MatMul", x, "w"), 1).build();
  }

  private static TensorBatch pair(float x, float y) {
    return new TensorBatch(
        Tensor.ofFloats(new long[] {1, 1}, x), Tensor.ofFloats(new long[] {1, 1}, y));
  }

  private Learner open(Graph graph, TrainingCase settings) {
    return learners.open(ShapeInference.infer(graph), settings.settings(), Optional.empty());
  }

  private static double first(Learner learner, String weight) {
    return learner.weights().get(weight).doubleAt(0);
  }

  /** (3·2 − 1)² = 25, its slope 2·5·2 = 20. */
  @Test
  void takesAStepOfPlainDescent() {
    try (Learner learner = open(product(3), TrainingCase.of(SQUARED, "w"))) {
      StepLoss loss = learner.accumulate(pair(2, 1), 1, 0);
      Learner.Update update = learner.update(new double[] {0.1});
      assertThat(loss.loss()).isEqualTo(25, ROUNDING);
      assertThat(loss.correct()).isNaN();
      assertThat(update.gradientNorm()).isEqualTo(20, ROUNDING);
      assertThat(update.skipped()).isFalse();
      assertThat(first(learner, "w")).isEqualTo(1, ROUNDING);
    }
  }

  @Test
  void takesStepsWithMomentumAndDecay() {
    double rate = 0.01;
    double decay = 0.1;
    for (boolean nesterov : new boolean[] {false, true}) {
      Optimizer sgd = new Optimizer.Sgd(rate, 0.9, decay, nesterov);
      double w = 3;
      double m = 0;
      try (Learner learner = open(product(3), TrainingCase.of(SQUARED, "w").with(sgd))) {
        for (int step = 0; step < 4; step++) {
          double g = 2 * (2 * w - 1) * 2 + decay * w;
          m = 0.9 * m + g;
          w -= rate * (nesterov ? g + 0.9 * m : m);
          learner.accumulate(pair(2, 1), 1, step);
          learner.update(new double[] {rate});
          assertThat(first(learner, "w")).isEqualTo(w, ROUNDING);
        }
      }
    }
  }

  @Test
  void takesStepsOfAdamWithDecoupledDecay() {
    double rate = 0.05;
    double decay = 0.1;
    Optimizer adam = new Optimizer.AdamW(rate, decay, 0.9, 0.99, 1e-8);
    double w = 3;
    double m = 0;
    double v = 0;
    try (Learner learner = open(product(3), TrainingCase.of(SQUARED, "w").with(adam))) {
      for (int step = 1; step <= 4; step++) {
        double g = 2 * (2 * w - 1) * 2;
        w -= rate * decay * w;
        m = 0.9 * m + 0.1 * g;
        v = 0.99 * v + 0.01 * g * g;
        double unbiased = Math.sqrt(v / (1 - Math.pow(0.99, step)));
        w -= rate * m / (1 - Math.pow(0.9, step)) / (unbiased + 1e-8);
        learner.accumulate(pair(2, 1), 1, step);
        learner.update(new double[] {rate});
        assertThat(first(learner, "w")).isEqualTo(w, ROUNDING);
      }
    }
  }

  @Test
  void addsTheGradientsOfMicroBatches() {
    try (Learner learner = open(product(3), TrainingCase.of(SQUARED, "w"))) {
      learner.accumulate(pair(2, 1), 0.5, 0);
      learner.accumulate(pair(1, 1), 0.5, 0);
      assertThat(learner.update(new double[] {0.1}).gradientNorm()).isEqualTo(12, ROUNDING);
      learner.accumulate(pair(0, 1), 1, 0);
      assertThat(learner.update(new double[] {0.1}).gradientNorm()).isZero();
    }
  }

  @Test
  void clipsTheNormAndAveragesWeights() {
    TrainingCase settings = TrainingCase.of(SQUARED, "w").clippedTo(5).averagedBy(0.75);
    try (Learner learner = open(product(3), settings)) {
      learner.accumulate(pair(2, 1), 1, 0);
      assertThat(learner.update(new double[] {0.1}).gradientNorm()).isEqualTo(20, ROUNDING);
      assertThat(learner.state().get("weight/w").doubleAt(0)).isEqualTo(2.5, ROUNDING);
      assertThat(first(learner, "w")).isEqualTo(0.75 * 3 + 0.25 * 2.5, ROUNDING);
      assertThat(learner.evaluate(Tensor.ofFloats(new long[] {1, 1}, 1)).getFirst().doubleAt(0))
          .isEqualTo(0.75 * 3 + 0.25 * 2.5, ROUNDING);
    }
  }
}
