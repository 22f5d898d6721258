package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import java.util.stream.IntStream;

/**
 * A layer whose inputs go one channel after the other, while its other weights make up for them.
 *
 * <ul>
 *   <li>P: {@code [K, K]}, the inverse of the covariance of its columns; W: {@code [K, J]}, its
 *       weights
 *   <li>Without the columns c, the squared error of the best other weights grows by {@code
 *       tr(W_cᵀ·P_cc⁻¹·W_c)}; they are {@code W − P_:c·P_cc⁻¹·W_c}, and P loses {@code
 *       P_:c·P_cc⁻¹·P_c:}.
 * </ul>
 */
final class Surgery {
  /** Added to the covariance, relative to its mean diagonal, so that it can be inverted. */
  private static final double RIDGE = 1e-3;

  private final int[] starts;
  private final double[][] inverse;
  private final double[][] weights;
  private final double variance;
  private final boolean[] gone;

  Surgery(SquareMatrix covariance, int[] starts, double[][] weights, LinearAlgebra algebra) {
    this.starts = starts;
    this.weights = weights;
    variance = variance(covariance, weights);
    inverse = inverse(covariance, algebra);
    gone = new boolean[inverse.length];
  }

  private static double variance(SquareMatrix covariance, double[][] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < weights.length; k++) {
        double products = 0;
        for (int j = 0; j < weights[i].length; j++) {
          products += weights[i][j] * weights[k][j];
        }
        sum += covariance.at(i, k) * products;
      }
    }
    return sum;
  }

  private static double[][] inverse(SquareMatrix covariance, LinearAlgebra algebra) {
    int size = covariance.size();
    double mean = covariance.trace() / size;
    double ridge = mean > 0 ? RIDGE * mean : 1;
    SquareMatrix identity = new SquareMatrix(size);
    for (int i = 0; i < size; i++) {
      covariance.add(i, i, ridge);
      identity.put(i, i, 1);
    }
    Tensor solved =
        algebra
            .solve(covariance.tensor(), identity.tensor())
            .orElseThrow(
                () -> new IllegalStateException("Impossible state: the ridge is not positive."));
    SquareMatrix inverse = SquareMatrix.of(solved);
    return IntStream.range(0, size)
        .mapToObj(i -> IntStream.range(0, size).mapToDouble(j -> inverse.at(i, j)).toArray())
        .toArray(double[][]::new);
  }

  /** What the error grows by without a channel, relative to the variance of the outputs. */
  double cost(int channel) {
    if (variance <= 0) {
      return 0;
    }
    double[][] solved = solved(channel, weights, starts[channel]);
    double cost = 0;
    for (int i = 0; i < solved.length; i++) {
      for (int j = 0; j < solved[i].length; j++) {
        cost += solved[i][j] * weights[starts[channel] + i][j];
      }
    }
    return Math.max(0, cost / variance);
  }

  /** Takes a channel out; the other weights make up for it. */
  void remove(int channel) {
    int from = starts[channel];
    int to = starts[channel + 1];
    double[][] weightShare = solved(channel, weights, from);
    double[][] inverseShare = solved(channel, inverse, from);
    for (int i = from; i < to; i++) {
      gone[i] = true;
    }
    for (int row = 0; row < inverse.length; row++) {
      if (!gone[row]) {
        subtract(weights[row], inverse[row], from, weightShare);
        subtractKept(inverse[row], from, inverseShare);
      }
    }
  }

  private static void subtract(double[] target, double[] factors, int from, double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      double factor = factors[from + i];
      double[] row = rows[i];
      for (int j = 0; j < target.length; j++) {
        target[j] -= factor * row[j];
      }
    }
  }

  /** The columns that go are factors here, so they are read before they change. */
  private static void subtractKept(double[] target, int from, double[][] rows) {
    double[] factors = new double[rows.length];
    System.arraycopy(target, from, factors, 0, rows.length);
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      for (int j = 0; j < target.length; j++) {
        target[j] -= factors[i] * row[j];
      }
    }
  }

  /** {@code P_cc⁻¹} times the rows of a channel. */
  private double[][] solved(int channel, double[][] rows, int from) {
    int size = starts[channel + 1] - from;
    double[][] factor = cholesky(from, size);
    double[][] solved = new double[size][];
    for (int i = 0; i < size; i++) {
      solved[i] = rows[from + i].clone();
      for (int k = 0; k < i; k++) {
        minus(solved[i], factor[i][k], solved[k]);
      }
      divide(solved[i], factor[i][i]);
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        minus(solved[i], factor[k][i], solved[k]);
      }
      divide(solved[i], factor[i][i]);
    }
    return solved;
  }

  private double[][] cholesky(int from, int size) {
    double[][] factor = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k <= i; k++) {
        double sum = inverse[from + i][from + k];
        for (int m = 0; m < k; m++) {
          sum -= factor[i][m] * factor[k][m];
        }
        factor[i][k] = i == k ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / factor[k][k];
      }
    }
    return factor;
  }

  private static void minus(double[] target, double factor, double[] row) {
    for (int j = 0; j < target.length; j++) {
      target[j] -= factor * row[j];
    }
  }

  private static void divide(double[] target, double divisor) {
    for (int j = 0; j < target.length; j++) {
      target[j] /= divisor;
    }
  }
}
