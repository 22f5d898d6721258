package io.espalier.engine.evaluate;

/**
 * The expected calibration error over {@value #BINS} bins of equal width. Source: Guo et al., "On
 * Calibration of Modern Neural Networks", 2017, section 2.
 */
final class Calibration {
  private static final int BINS = 15;

  private final long[] answers = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];

  /** A bin holds what is above its lower end, up to its upper. */
  void add(double probability, boolean correct) {
    int bin = Math.clamp((int) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
    answers[bin]++;
    right[bin] += correct ? 1 : 0;
    confidence[bin] += probability;
  }

  double error() {
    double gaps = 0;
    long all = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(right[bin] - confidence[bin]);
      all += answers[bin];
    }
    return all == 0 ? 0 : gaps / all;
  }
}
