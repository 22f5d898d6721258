package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Penalty;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  private static final Offset<Double> ROUNDING = within(1e-5);
  private static final TensorBatch PAIR =
      new TensorBatch(Tensor.ofFloats(new long[] {1, 1}, 2), Tensor.ofFloats(new long[] {1, 1}, 1));

  private final TorchLearners learners = new TorchLearners(List.of(Device.CPU), 2);
  private String penalty = "";

  /** {@code x·w}, and the penalty {@code dial·w²}. */
  private TypedGraph network() {
    NetworkBuilder net = new NetworkBuilder("penalised", 1);
    net.constant("w", Tensor.ofFloats(new long[] {1, 1}, 3));
    net.constant("dial", Tensor.scalar(1));
    net.constant("axes", Tensor.vector(0, 1));
    String y = net.op("MatMul", net.input("x", 1), "w");
    String squared = net.op("Squeeze", net.op("Mul", "w", "w"), "axes");
    penalty = net.op("Mul", squared, "dial");
    return ShapeInference.infer(net.output(y, 1).build());
  }

  private Learner open(TypedGraph network, String value) {
    TrainingCase settings = TrainingCase.of(new Loss.MeanSquared(), "w");
    return learners.open(
        network, settings.settings().with(new Penalty(value, List.of("dial"))), Optional.empty());
  }

  /**
   * (3·2 − 1)² + 3² = 34, its slope 20 + 6; at 0.4 with the dial at 10, 0.04 + 1.6 and −0.8 + 8.
   */
  @Test
  void isAddedToTheLossAndFollowsItsDials() {
    TypedGraph network = network();
    try (Learner learner = open(network, penalty)) {
      assertThat(learner.accumulate(PAIR, 1, 0).loss()).isEqualTo(34, ROUNDING);
      assertThat(learner.update(new double[] {0.1}).gradientNorm()).isEqualTo(26, ROUNDING);
      learner.put("dial", Tensor.scalar(10));
      assertThat(learner.accumulate(PAIR, 1, 0).loss()).isEqualTo(1.64, ROUNDING);
      assertThat(learner.update(new double[] {0.1}).gradientNorm()).isEqualTo(7.2, ROUNDING);
    }
  }

  @Test
  void refusesDialsThatAreNotThere() {
    TypedGraph network = network();
    try (Learner learner = open(network, penalty)) {
      assertThatThrownBy(() -> learner.put("dial", Tensor.vector(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> learner.put("other", Tensor.scalar(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAPenaltyThatIsNoNumber() {
    TypedGraph network = network();
    for (String wrong : List.of("nowhere", "w", "axes")) {
      assertThatThrownBy(() -> open(network, wrong))
          .isInstanceOf(EspalierException.class)
          .satisfies(
              refusal ->
                  assertThat(((EspalierException) refusal).problems())
                      .extracting(problem -> problem.code())
                      .containsExactly("penalty-not-number"));
    }
  }
}
