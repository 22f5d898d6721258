package io.espalier.method.prune.recovery;

import io.espalier.graph.Tensor;

/**
 * {@code (XᵀX + λ)·D = XᵀR} on rows of which the means were taken away, by elimination; slow and
 * obvious.
 */
final class PlainRidge {
  private static final double RIDGE = 1e-2;

  private PlainRidge() {}

  /** The change of the weight, {@code [K][M]}, and below it that of the bias. */
  static double[][] solve(Tensor x, Tensor wanted, Tensor made) {
    int rows = (int) x.dim(0);
    int features = (int) x.dim(1);
    int outputs = (int) wanted.dim(1);
    double[] meanX = new double[features];
    double[] meanR = new double[outputs];
    double trace = 0;
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < features; k++) {
        meanX[k] += x(x, r, k) / rows;
        trace += x(x, r, k) * x(x, r, k);
      }
      for (int m = 0; m < outputs; m++) {
        meanR[m] += (x(wanted, r, m) - x(made, r, m)) / rows;
      }
    }
    double[][] system = new double[features][features + outputs];
    for (int k = 0; k < features; k++) {
      system[k][k] = RIDGE * trace / features;
      for (int r = 0; r < rows; r++) {
        double left = x(x, r, k) - meanX[k];
        for (int l = 0; l < features; l++) {
          system[k][l] += left * (x(x, r, l) - meanX[l]);
        }
        for (int m = 0; m < outputs; m++) {
          system[k][features + m] += left * (x(wanted, r, m) - x(made, r, m) - meanR[m]);
        }
      }
    }
    eliminate(system);
    double[][] change = new double[features + 1][outputs];
    for (int m = 0; m < outputs; m++) {
      change[features][m] = meanR[m];
      for (int k = 0; k < features; k++) {
        change[k][m] = system[k][features + m];
        change[features][m] -= change[k][m] * meanX[k];
      }
    }
    return change;
  }

  private static double x(Tensor tensor, int row, int column) {
    return tensor.doubleAt(row * tensor.dim(1) + column);
  }

  private static void eliminate(double[][] system) {
    for (int pivot = 0; pivot < system.length; pivot++) {
      for (int row = 0; row < system.length; row++) {
        double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
        for (int column = pivot; column < system[row].length; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    for (int row = 0; row < system.length; row++) {
      double pivot = system[row][row];
      for (int column = 0; column < system[row].length; column++) {
        system[row][column] /= pivot;
      }
    }
  }
}
