package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.LinearAlgebra.Eigen;
import io.espalier.engine.LinearAlgebra.Window;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class LinearAlgebraContract {
  /** Of singular values near 1 in 32 bits. */
  private static final float SINGLE = 1e-5f;

  private static final double DOUBLE = 1e-10;
  private static final int SWEEPS = 30;

  abstract LinearAlgebra algebra();

  @Test
  void countsTheSingularValuesAboveTheTolerance() {
    float[] maps = new float[4 * 12];
    for (int i = 0; i < 12; i++) {
      maps[12 + i] = 5;
      maps[24 + i] = (i / 4 + 1) * (i % 4 - 1);
      maps[36 + i] = i / 4 == i % 4 ? 1 + i : 0;
    }
    Tensor ranks = algebra().ranks(Tensor.ofFloats(new long[] {2, 2, 3, 4}, maps));
    assertThat(ranks).isEqualTo(Tensor.ofLongs(new long[] {2, 2}, 0, 1, 1, 3));
  }

  @Test
  void aRankCountsWhatIsJustAboveTheToleranceAndIsTheSameAtEveryScale() {
    float tolerance = 2 * Math.ulp(1f);
    for (float scale : new float[] {1e-20f, 1, 1e20f}) {
      Tensor diagonals =
          Tensor.ofFloats(
              new long[] {1, 2, 2, 2},
              scale,
              0,
              0,
              1.5f * tolerance * scale,
              scale,
              0,
              0,
              0.5f * tolerance * scale);
      assertThat(algebra().ranks(diagonals).toLongs()).containsExactly(2, 1);
    }
  }

  @Test
  void findsSingularValuesTheLargestFirst() {
    Tensor matrices = TrainingCase.normal(1, 2, 3, 4, 5);
    Tensor values = algebra().singularValues(matrices);
    assertThat(values.shape()).containsExactly(2, 3, 4);
    for (int i = 0; i < 6; i++) {
      double[][] rows = matrix(matrices, i, 4, 5);
      double[] expected = eigenvalues(product(rows, transposed(rows)));
      for (int k = 0; k < 4; k++) {
        assertThat(values.doubleAt(4L * i + k))
            .isCloseTo(Math.sqrt(expected[3 - k]), within((double) SINGLE));
      }
    }
  }

  @Test
  void multipliesInSixtyFourBits() {
    Tensor x = Tensor.ofFloats(new long[] {3, 2}, 1 << 24, 1, 1, 2, 1, 3);
    Tensor y = Tensor.ofFloats(new long[] {3, 1}, 1, 1, 1);
    assertThat(algebra().product(x, y)).isEqualTo(doubles(new long[] {2, 1}, (1 << 24) + 2, 6));
  }

  @Test
  void readsWindowsAsAConvolutionDoes() {
    Tensor maps = TrainingCase.normal(2, 2, 3, 5, 6);
    Window window =
        new Window(
            new int[] {2, 3},
            new int[] {2, 1},
            new int[] {2, 1},
            new int[] {1, 0},
            new int[] {0, 2});
    Tensor windows = algebra().windows(maps, window);
    assertThat(windows.shape()).containsExactly(2 * 2 * 6, 3 * 2 * 3);
    int at = 0;
    for (int n = 0; n < 2; n++) {
      for (int row = 0; row < 2; row++) {
        for (int column = 0; column < 6; column++) {
          for (int c = 0; c < 3; c++) {
            for (int kh = 0; kh < 2; kh++) {
              for (int kw = 0; kw < 3; kw++) {
                int h = row * 2 + kh * 2 - 1;
                int w = column + kw;
                boolean inside = h >= 0 && h < 5 && w < 6;
                double expected = inside ? maps.doubleAt(((n * 3 + c) * 5 + h) * 6L + w) : 0;
                assertThat(windows.doubleAt(at++)).isEqualTo(expected);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void readsWindowsOfSequences() {
    Tensor maps = Tensor.ofFloats(new long[] {1, 2, 3}, 1, 2, 3, 4, 5, 6);
    Window window =
        new Window(new int[] {2}, new int[] {2}, new int[] {1}, new int[] {1}, new int[] {0});
    assertThat(algebra().windows(maps, window))
        .isEqualTo(Tensor.ofFloats(new long[] {2, 4}, 0, 1, 0, 4, 2, 3, 5, 6));
  }

  @Test
  void solvesWhatIsPositiveDefinite() {
    Tensor a = doubles(new long[] {2, 2}, 4, 2, 2, 3);
    Tensor b = doubles(new long[] {2, 1}, 2, 5);
    Tensor x = algebra().solve(a, b).orElseThrow();
    assertThat(x.shape()).containsExactly(2, 1);
    assertThat(x.doubleAt(0)).isCloseTo(-0.5, within(DOUBLE));
    assertThat(x.doubleAt(1)).isCloseTo(2, within(DOUBLE));
  }

  @Test
  void solvesNothingThatIsNot() {
    Tensor b = doubles(new long[] {2, 1}, 1, 1);
    assertThat(algebra().solve(doubles(new long[] {2, 2}, 1, 2, 2, 1), b))
        .isEqualTo(Optional.empty());
    assertThat(algebra().solve(doubles(new long[] {2, 2}, Double.NaN, 0, 0, 1), b))
        .isEqualTo(Optional.empty());
  }

  @Test
  void decomposesASymmetricMatrix() {
    double[][] rows = matrix(TrainingCase.normal(3, 5, 5), 0, 5, 5);
    double[][] symmetric = product(rows, transposed(rows));
    Eigen eigen =
        algebra()
            .symmetricEigen(
                doubles(
                    new long[] {5, 5},
                    Arrays.stream(symmetric).flatMapToDouble(Arrays::stream).toArray()));
    double[][] vectors = matrix(eigen.vectors(), 0, 5, 5);
    double[][] scaled = matrix(eigen.vectors(), 0, 5, 5);
    double[] expected = eigenvalues(symmetric);
    for (int k = 0; k < 5; k++) {
      assertThat(eigen.values().doubleAt(k)).isCloseTo(expected[k], within(DOUBLE));
      for (double[] row : scaled) {
        row[k] *= eigen.values().doubleAt(k);
      }
    }
    assertClose(product(scaled, transposed(vectors)), symmetric);
    assertClose(product(transposed(vectors), vectors), matrix(identity(), 0, 5, 5));
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    Tensor broken = Tensor.ofFloats(new long[] {1, 1, 2, 2}, Float.NaN, 1, 1, 1);
    assertThatThrownBy(() -> algebra().ranks(broken))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("finite");
  }

  private static Tensor identity() {
    double[] ones = new double[25];
    for (int i = 0; i < 5; i++) {
      ones[6 * i] = 1;
    }
    return doubles(new long[] {5, 5}, ones);
  }

  private static void assertClose(double[][] actual, double[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], within(DOUBLE));
    }
  }

  private static Tensor doubles(long[] shape, double... values) {
    MemorySegment bytes = MemorySegment.ofArray(new long[values.length]);
    for (int i = 0; i < values.length; i++) {
      bytes.setAtIndex(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, i, values[i]);
    }
    return Tensor.of(ElementType.DOUBLE, shape, bytes);
  }

  private static double[][] matrix(Tensor tensor, int number, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      tensor.copyTo(matrix[i], ((long) number * rows + i) * columns, columns);
    }
    return matrix;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] product = new double[left.length][right[0].length];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right[0].length; j++) {
        for (int k = 0; k < right.length; k++) {
          product[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return product;
  }

  /** Those of a symmetric matrix by rotations (Jacobi), ascending. */
  private static double[] eigenvalues(double[][] symmetric) {
    double[][] a = symmetric;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < a.length; p++) {
        for (int q = p + 1; q < a.length; q++) {
          double angle = 0.5 * Math.atan2(2 * a[p][q], a[p][p] - a[q][q]);
          double[][] rotation = new double[a.length][a.length];
          for (int i = 0; i < a.length; i++) {
            rotation[i][i] = 1;
          }
          rotation[p][p] = Math.cos(angle);
          rotation[q][q] = Math.cos(angle);
          rotation[p][q] = -Math.sin(angle);
          rotation[q][p] = Math.sin(angle);
          a = product(transposed(rotation), product(a, rotation));
        }
      }
    }
    double[] values = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      values[i] = a[i][i];
    }
    Arrays.sort(values);
    return values;
  }
}
