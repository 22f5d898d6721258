package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MixedPrecisionTest {
  /** Three significant digits. */
  private static final Offset<Double> SIXTEEN_BITS = within(2e-2);

  private static final String[] ALL = {"conv0.weight", "bn1.weight", "w", "b"};
  private static final int GOOD_STEPS = 2000;

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);

  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("mixed", 1);
    String x = builder.input("x", 2, 6, 6);
    String normed = builder.batchNorm(builder.conv(x, 2, 4, 3, 1, 1), 4);
    String pooled = builder.op("GlobalAveragePool", builder.relu(normed));
    String flat = builder.op("Flatten", pooled);
    builder.constant("w", TrainingCase.normal(3, 4, 3));
    builder.constant("b", TrainingCase.normal(4, 3));
    String product = builder.op("Add", builder.op("MatMul", flat, "w"), "b");
    return builder.output(product, 3).build();
  }

  private Learner open(TrainingPrecision precision) {
    TrainingCase settings = TrainingCase.of(new Loss.CrossEntropy(0), ALL).with(precision);
    return learners.open(ShapeInference.infer(network()), settings.settings(), Optional.empty());
  }

  private static TensorBatch batch(float factor) {
    float[] values = TrainingCase.normal(1, 5L * 2 * 36).toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new TensorBatch(
        Tensor.ofFloats(new long[] {5, 2, 6, 6}, values), TrainingCase.classes(1, 3, 5));
  }

  @ParameterizedTest
  @EnumSource(
      value = TrainingPrecision.class,
      names = {"BF16", "FP16"})
  void isCloseTo32Bits(TrainingPrecision precision) {
    try (Learner exact = open(TrainingPrecision.FP32);
        Learner learner = open(precision)) {
      for (int step = 0; step < 3; step++) {
        double loss = exact.accumulate(batch(1), 1, step).loss();
        assertThat(learner.accumulate(batch(1), 1, step).loss()).isEqualTo(loss, SIXTEEN_BITS);
        double norm = exact.update(new double[] {0.1}).gradientNorm();
        assertThat(learner.update(new double[] {0.1}).gradientNorm())
            .isEqualTo(norm, within(0.03 * norm));
      }
      assertThat(learner.weights().values())
          .allMatch(tensor -> tensor.elementType() == ElementType.FLOAT);
      assertThat(learner.evaluate(batch(1).inputs()).getFirst().doubleAt(0))
          .isEqualTo(exact.evaluate(batch(1).inputs()).getFirst().doubleAt(0), SIXTEEN_BITS);
    }
  }

  @Test
  void roundsToSixteenBits() {
    try (Learner exact = open(TrainingPrecision.FP32);
        Learner learner = open(TrainingPrecision.BF16)) {
      assertThat(learner.accumulate(batch(1), 1, 0).loss())
          .isNotEqualTo(exact.accumulate(batch(1), 1, 0).loss());
    }
  }

  /** A thousand exceeds 65504 when it is scaled. */
  @Test
  void skipsStepsThatOverflowAndHalvesTheScale() {
    try (Learner learner = open(TrainingPrecision.FP16)) {
      learner.accumulate(batch(1e6f), 1, 0);
      Tensor before = learner.state().get("weight/w");
      assertThat(learner.update(new double[] {0.1}).skipped()).isTrue();
      assertThat(learner.state().get("weight/w")).isEqualTo(before);
      assertThat(learner.state().get("scale").doubleAt(0)).isEqualTo(32768);
      learner.accumulate(batch(1), 1, 0);
      assertThat(learner.update(new double[] {0.1}).skipped()).isFalse();
      assertThat(learner.state().get("weight/w")).isNotEqualTo(before);
    }
  }

  @Test
  void doublesTheScaleAfterManyGoodSteps() {
    try (Learner learner = open(TrainingPrecision.FP16)) {
      for (int step = 1; step < GOOD_STEPS; step++) {
        learner.update(new double[] {0});
      }
      assertThat(learner.state().get("scale").doubleAt(0)).isEqualTo(65536);
      learner.update(new double[] {0});
      assertThat(learner.state().get("scale").doubleAt(0)).isEqualTo(131072);
    }
  }
}
