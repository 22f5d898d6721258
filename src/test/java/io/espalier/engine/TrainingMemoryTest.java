package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Loss;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
  /** No machine has four times so many bytes. */
  private static final long ELEMENTS = 1L << 45;

  private static final int STEPS = 50;

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);

  /** Spreads the input over more memory than there is when it is larger than one sample. */
  private static Graph network(long elements) {
    NetworkBuilder builder = new NetworkBuilder("huge", 1);
    String x = builder.input("x", 1);
    String shape = builder.constant("shape", Tensor.vector(1, elements));
    String spread = builder.op("Expand", x, shape);
    builder.constant("w", Tensor.ofFloats(new long[] {1}, 2));
    String product = builder.op("Mul", spread, "w");
    Map<String, Attribute> last = Map.of("axes", Attribute.ofInts(1));
    return builder.output(builder.op("ReduceMean", last, product), 1).build();
  }

  private Learner open(Graph graph) {
    TrainingCase settings = TrainingCase.of(new Loss.MeanSquared(), "w");
    return learners.open(ShapeInference.infer(graph), settings.settings(), Optional.empty());
  }

  private static TensorBatch batch(int size) {
    Tensor ones = TrainingCase.normal(1, size, 1);
    return new TensorBatch(ones, ones);
  }

  @Test
  void proposesASmallerMicroBatchWhenMemoryLacks() {
    try (Learner learner = open(network(ELEMENTS))) {
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> learner.accumulate(batch(8), 1, 0))
            .isInstanceOfSatisfying(
                EspalierException.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_LIMIT))
            .hasMessageContaining("(cpu)")
            .hasMessageContaining("smaller microBatch, for example 4");
      }
    }
  }

  @Test
  void keepsNothingOfAStepOrOfAFailure() {
    try (TorchLearner learner = (TorchLearner) open(network(3))) {
      int before = learner.managedArrays();
      for (int step = 0; step < STEPS; step++) {
        learner.accumulate(batch(4), 1, step);
        learner.update(new double[] {0.1});
        learner.evaluate(batch(4).inputs());
        learner.restore(learner.state());
        learner.weights();
      }
      assertThat(learner.managedArrays()).isEqualTo(before).isPositive();
    }
  }

  @Test
  void closesTwice() {
    Learner learner = open(network(3));
    learner.close();
    learner.close();
  }
}
