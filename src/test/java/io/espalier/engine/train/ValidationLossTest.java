package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Tensor;
import org.junit.jupiter.api.Test;

final class ValidationLossTest {
  private static final double TOLERANCE = 1e-6;

  private final ValidationLoss classes = new ValidationLoss(new Loss.CrossEntropy(0.1));

  @Test
  void takesTheMeanOverAllBatches() {
    classes.add(logits(new long[] {2, 2}, 0.5, 0.5, 0.75, 0.25), Tensor.vector(0, 1));
    classes.add(logits(new long[] {1, 2}, 0.9, 0.1), Tensor.vector(0));
    double expected = -(Math.log(0.5) + Math.log(0.25) + Math.log(0.9)) / 3;
    assertThat(classes.loss()).isCloseTo(expected, within(TOLERANCE));
    assertThat(classes.accuracy()).isCloseTo(2 / 3.0, within(TOLERANCE));
  }

  @Test
  void takesProbabilitiesAsTheyAre() {
    classes.add(Tensor.ofFloats(new long[] {1, 3}, 0.2f, 0.7f, 0.1f), Tensor.vector(1));
    assertThat(classes.loss()).isCloseTo(-Math.log(0.7), within(TOLERANCE));
  }

  @Test
  void aProbabilityOfZeroGivesAFiniteLoss() {
    classes.add(Tensor.ofFloats(new long[] {1, 2}, 1, 0), Tensor.vector(1));
    assertThat(classes.loss()).isFinite().isGreaterThan(20);
  }

  @Test
  void weighsSoftTargets() {
    classes.add(
        logits(new long[] {1, 2}, 0.5, 0.5), Tensor.ofFloats(new long[] {1, 2}, 0.3f, 0.7f));
    assertThat(classes.loss()).isCloseTo(-Math.log(0.5), within(TOLERANCE));
  }

  @Test
  void readsTheClassesOfPixelsFromAxisOne() {
    classes.add(
        logits(new long[] {1, 2, 1, 3}, 0.9, 0.8, 0.3, 0.1, 0.2, 0.7),
        Tensor.ofLongs(new long[] {1, 1, 3}, 0, -100, 0));
    double expected = -(Math.log(0.9) + Math.log(0.3)) / 2;
    assertThat(classes.loss()).isCloseTo(expected, within(TOLERANCE));
    assertThat(classes.accuracy()).isEqualTo(0.5);
  }

  @Test
  void readsTheClassesOfSequencesFromTheLastAxis() {
    classes.add(
        logits(new long[] {1, 2, 3}, 0.1, 0.2, 0.7, 0.6, 0.3, 0.1),
        Tensor.ofLongs(new long[] {1, 2}, 2, 1));
    double expected = -(Math.log(0.7) + Math.log(0.3)) / 2;
    assertThat(classes.loss()).isCloseTo(expected, within(TOLERANCE));
    assertThat(classes.accuracy()).isEqualTo(0.5);
  }

  @Test
  void measuresDistances() {
    assertThat(distance(new Loss.MeanSquared())).isCloseTo((0.25 + 4) / 2, within(TOLERANCE));
    assertThat(distance(new Loss.MeanAbsolute())).isCloseTo(1.25, within(TOLERANCE));
    assertThat(distance(new Loss.Huber(1))).isCloseTo((0.125 + 1.5) / 2, within(TOLERANCE));
  }

  private static double distance(Loss loss) {
    ValidationLoss values = new ValidationLoss(loss);
    values.add(
        Tensor.ofFloats(new long[] {2, 1}, 1, 3), Tensor.ofFloats(new long[] {2, 1}, 1.5f, 1));
    assertThat(values.accuracy()).isNaN();
    return values.loss();
  }

  /** Logarithms of probabilities, moved by a constant that a softmax takes away. */
  private static Tensor logits(long[] shape, double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]) + 3;
    }
    return Tensor.ofFloats(shape, logits);
  }
}
