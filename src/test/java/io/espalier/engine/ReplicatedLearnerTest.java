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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicatedLearnerTest {
  private static final float ROUNDING = 1e-5f;
  private static final Optimizer ADAM = new Optimizer.AdamW(0.01, 0.05, 0.9, 0.999, 1e-8);

  private static Learner open(int devices) {
    TrainingCase settings =
        TrainingCase.of(new Loss.CrossEntropy(0), "conv0.weight", "conv0.bias", "w").with(ADAM);
    return new TorchLearners(Collections.nCopies(devices, Device.CPU), 1)
        .open(ShapeInference.infer(network()), settings.settings(), Optional.empty());
  }

  private static Graph network() {
    NetworkBuilder builder = new NetworkBuilder("replicated", 1);
    String x = builder.input("x", 2, 6, 6);
    String pooled = builder.op("GlobalAveragePool", builder.relu(builder.conv(x, 2, 4, 3, 1, 1)));
    builder.constant("w", TrainingCase.normal(3, 4, 3));
    return builder.output(builder.op("MatMul", builder.op("Flatten", pooled), "w"), 3).build();
  }

  private static TensorBatch batch(int size, long seed) {
    return new TensorBatch(
        TrainingCase.normal(seed, size, 2, 6, 6), TrainingCase.classes(seed, 3, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void equalsOneDeviceOnTheWholeBatch(int size) {
    try (Learner one = open(1);
        Learner two = open(2)) {
      for (int step = 0; step < 3; step++) {
        StepLoss expected = one.accumulate(batch(size, step), 1, step);
        StepLoss found = two.accumulate(batch(size, step), 1, step);
        assertThat(found.loss()).isEqualTo(expected.loss(), within((double) ROUNDING));
        assertThat(found.correct()).isEqualTo(expected.correct());
        double norm = one.update(new double[] {0.01}).gradientNorm();
        assertThat(two.update(new double[] {0.01}).gradientNorm())
            .isEqualTo(norm, within((double) ROUNDING));
      }
      one.weights().forEach((name, tensor) -> assertEqual(two.weights().get(name), tensor));
      Tensor inputs = batch(size, 9).inputs();
      assertEqual(two.evaluate(inputs).getFirst(), one.evaluate(inputs).getFirst());
    }
  }

  private static void assertEqual(Tensor found, Tensor expected) {
    assertThat(found.toFloats()).containsExactly(expected.toFloats(), within(ROUNDING));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void goesOnFromAStateBitByBit(int devices) {
    Map<String, Tensor> half;
    Map<String, Tensor> whole;
    try (Learner learner = open(devices)) {
      train(learner, 0, 2);
      half = learner.state();
      train(learner, 2, 4);
      whole = learner.state();
    }
    try (Learner learner = open(devices)) {
      learner.restore(half);
      train(learner, 2, 4);
      assertThat(learner.state()).isEqualTo(whole);
    }
  }

  private static void train(Learner learner, int begin, int end) {
    for (int step : java.util.stream.IntStream.range(begin, end).toArray()) {
      learner.accumulate(batch(6, step), 1, step);
      learner.update(new double[] {0.01});
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void splitsABatchIntoNearlyEqualParts(int rest) {
    List<BatchPart> parts = BatchPart.split(batch(6 + rest, 1), 3);
    assertThat(parts).extracting(BatchPart::size).containsExactly(3, rest == 1 ? 2 : 3, 2);
    assertThat(parts.stream().mapToDouble(BatchPart::share).sum()).isEqualTo(1, within(1e-12));
  }
}
