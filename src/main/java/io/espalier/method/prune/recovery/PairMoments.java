package io.espalier.method.prune.recovery;

/**
 * Means, variances and covariances of pairs of numbers, by channel.
 *
 * <p>Batches are merged in double precision after Chan, Golub and LeVeque (1979), so that neither
 * their order nor their sizes matter beyond rounding.
 */
final class PairMoments {
  private final long[] counts;
  private final double[] meanX;
  private final double[] meanY;
  private final double[] squaresX;
  private final double[] squaresY;
  private final double[] products;

  PairMoments(int channels) {
    counts = new long[channels];
    meanX = new double[channels];
    meanY = new double[channels];
    squaresX = new double[channels];
    squaresY = new double[channels];
    products = new double[channels];
  }

  /** Adds pairs to a channel. */
  void add(int channel, double[] x, double[] y) {
    int count = x.length;
    if (count == 0) {
      return;
    }
    double batchX = mean(x);
    double batchY = mean(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < count; i++) {
      double dx = x[i] - batchX;
      double dy = y[i] - batchY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    long all = counts[channel] + count;
    double apartX = batchX - meanX[channel];
    double apartY = batchY - meanY[channel];
    double weight = (double) counts[channel] * count / all;
    squaresX[channel] += xx + apartX * apartX * weight;
    squaresY[channel] += yy + apartY * apartY * weight;
    products[channel] += xy + apartX * apartY * weight;
    meanX[channel] += apartX * count / all;
    meanY[channel] += apartY * count / all;
    counts[channel] = all;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  int channels() {
    return counts.length;
  }

  double meanX(int channel) {
    return meanX[channel];
  }

  double meanY(int channel) {
    return meanY[channel];
  }

  /** Divided by the number of values, not by one less. */
  double varianceX(int channel) {
    return squaresX[channel] / counts[channel];
  }

  /** Divided by the number of values, not by one less. */
  double varianceY(int channel) {
    return squaresY[channel] / counts[channel];
  }

  /** The mean of {@code (scale · x + shift − y)²}. */
  double squaredError(int channel, double scale, double shift) {
    double apart = scale * meanX[channel] + shift - meanY[channel];
    double covariance = products[channel] / counts[channel];
    double spread =
        scale * scale * varianceX(channel) + varianceY(channel) - 2 * scale * covariance;
    return Math.max(spread, 0) + apart * apart;
  }
}
