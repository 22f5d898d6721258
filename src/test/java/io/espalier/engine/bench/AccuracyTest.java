package io.espalier.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  private static final double ROUNDING = 1e-9;
  private static final Tensor SCORES =
      Tensor.ofFloats(new long[] {3, 6}, 9, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0);

  private final RecordedModel identity = new RecordedModel(x -> x);

  @Test
  void countsLabelsAmongTheLargestOutputs() {
    Accuracy accuracy = accuracy(3, 0, 1, 5);
    assertThat(accuracy.samples()).isEqualTo(3);
    assertThat(accuracy.top1()).isEqualTo(1 / 3.0, within(ROUNDING));
    assertThat(accuracy.top5()).isEqualTo(2 / 3.0, within(ROUNDING));
  }

  @Test
  void countsTheFirstOfEqualOutputsAsLargest() {
    assertThat(accuracy(3, 0, 5, 0).top1()).isEqualTo(1, within(ROUNDING));
  }

  @Test
  void countsTheSameInBatchesOfAnySize() {
    Accuracy whole = accuracy(3, 0, 1, 5);
    assertThat(accuracy(1, 0, 1, 5)).isEqualTo(whole);
    assertThat(accuracy(2, 0, 1, 5)).isEqualTo(whole);
  }

  @Test
  void runsTheRestAsASmallerBatch() {
    accuracy(2, 0, 1, 5);
    assertThat(identity.given()).extracting(batch -> batch.dim(0)).containsExactly(2L, 1L);
  }

  @Test
  void refusesAnotherNumberOfLabels() {
    assertThatThrownBy(() -> accuracy(2, 0, 1))
        .isInstanceOf(EspalierException.class)
        .hasMessage("The number of labels (2) must be the number of samples (3), and at least 1.");
  }

  private Accuracy accuracy(int batch, int... labels) {
    return Accuracy.of(identity, "x", SCORES, labels, batch);
  }
}
