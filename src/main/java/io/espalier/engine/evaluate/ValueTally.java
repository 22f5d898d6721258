package io.espalier.engine.evaluate;

import io.espalier.engine.evaluate.Evaluation.Regression;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Adds up the errors of one network that answers with numbers. */
final class ValueTally {
  private final double[] squaredErrors;
  private final double[] means;
  private final double[] squaredDeviations;
  private double absoluteErrors;
  private long samples;

  /**
   * @param width numbers of a sample
   */
  ValueTally(int width) {
    this.squaredErrors = new double[width];
    this.means = new double[width];
    this.squaredDeviations = new double[width];
  }

  /** Adds one sample; deviations of the targets by Welford's method. */
  void add(float[] answers, float[] targets, int sample) {
    samples++;
    for (int i = 0; i < means.length; i++) {
      double target = targets[sample * means.length + i];
      double error = answers[sample * means.length + i] - target;
      squaredErrors[i] += error * error;
      absoluteErrors += Math.abs(error);
      double before = target - means[i];
      means[i] += before / samples;
      squaredDeviations[i] += before * (target - means[i]);
    }
  }

  double meanSquaredError() {
    return IntStream.range(0, means.length).mapToDouble(i -> squaredErrors[i]).sum() / numbers();
  }

  Regression result() {
    return new Regression(meanSquaredError(), absoluteErrors / numbers(), r2());
  }

  private double numbers() {
    return Math.max(1, samples * means.length);
  }

  private Optional<Double> r2() {
    OptionalDouble mean =
        IntStream.range(0, means.length)
            .filter(i -> squaredDeviations[i] > 0)
            .mapToDouble(i -> 1 - squaredErrors[i] / squaredDeviations[i])
            .average();
    return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
  }
}
