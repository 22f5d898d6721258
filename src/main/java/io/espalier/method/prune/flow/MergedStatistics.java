package io.espalier.method.prune.flow;

import io.espalier.graph.Tensor;

/** Mean and biased variance of several batches, merged exactly in 64 bits (Chan et al. 1979). */
final class MergedStatistics {
  private long samples;
  private double[] mean = {};
  private double[] squares = {};

  /**
   * Adds a batch.
   *
   * @param batchMean {@code [C]}
   * @param batchVariance {@code [C]}, biased
   */
  void add(int batch, Tensor batchMean, Tensor batchVariance) {
    int channels = Math.toIntExact(batchMean.elements());
    if (samples == 0) {
      mean = new double[channels];
      squares = new double[channels];
    }
    long total = samples + batch;
    for (int c = 0; c < channels; c++) {
      double difference = batchMean.doubleAt(c) - mean[c];
      mean[c] += difference * batch / total;
      squares[c] +=
          batchVariance.doubleAt(c) * batch + difference * difference * samples * batch / total;
    }
    samples = total;
  }

  double[] mean() {
    return mean.clone();
  }

  double[] variance() {
    double[] variance = new double[squares.length];
    for (int c = 0; c < variance.length; c++) {
      variance[c] = squares[c] / samples;
    }
    return variance;
  }
}
