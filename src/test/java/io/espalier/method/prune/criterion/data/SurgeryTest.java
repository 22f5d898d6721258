package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurgeryTest {
  private static final int CHANNELS = 5;
  private static final int WIDTH = 2;
  private static final int COLUMNS = CHANNELS * WIDTH;
  private static final int FILTERS = 3;
  private static final int ROWS = 60;
  private static final double RIDGE = 1e-3;
  private static final double TOLERANCE = 1e-9;

  private final double[][] covariance = covariance(3);
  private final double[][] weights = matrix(new Random(4), COLUMNS, FILTERS);

  @Test
  void removesWhatARefitOfAllOtherWeightsMissesLeast() {
    double[] scores = BackwardElimination.eliminated(List.of(surgery()), CHANNELS);
    double variance = error(covariance, IntStream.range(0, CHANNELS).boxed().toList());
    List<Integer> gone = new ArrayList<>();
    while (gone.size() < CHANNELS) {
      int next = cheapest(gone);
      gone.add(next);
      double expected = error(regular(), gone) / variance;
      assertThat(scores[next]).isCloseTo(expected, within(TOLERANCE * Math.max(1, expected)));
    }
  }

  @Test
  void channelThatAnotherOneRepeatsCostsNextToNothing() {
    for (int row = 0; row < COLUMNS; row++) {
      for (int i = 0; i < WIDTH; i++) {
        covariance[row][2 * WIDTH + i] = covariance[row][i];
      }
    }
    for (int column = 0; column < COLUMNS; column++) {
      for (int i = 0; i < WIDTH; i++) {
        covariance[2 * WIDTH + i][column] = covariance[i][column];
      }
    }
    double[] scores = BackwardElimination.eliminated(List.of(surgery()), CHANNELS);
    assertThat(Math.min(scores[0], scores[2])).isLessThan(10 * RIDGE);
    assertThat(IntStream.range(0, CHANNELS).filter(c -> scores[c] < 10 * RIDGE)).hasSize(1);
  }

  private Surgery surgery() {
    SquareMatrix matrix = new SquareMatrix(COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      for (int k = 0; k < COLUMNS; k++) {
        matrix.put(i, k, covariance[i][k]);
      }
    }
    int[] starts = IntStream.rangeClosed(0, CHANNELS).map(c -> c * WIDTH).toArray();
    double[][] copy =
        IntStream.range(0, COLUMNS).mapToObj(i -> weights[i].clone()).toArray(double[][]::new);
    return new Surgery(matrix, starts, copy, SmallNetworks.ALGEBRA);
  }

  private int cheapest(List<Integer> gone) {
    int cheapest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < CHANNELS; c++) {
      List<Integer> with = new ArrayList<>(gone);
      with.add(c);
      double error = gone.contains(c) ? Double.POSITIVE_INFINITY : error(regular(), with);
      if (error < least) {
        least = error;
        cheapest = c;
      }
    }
    return cheapest;
  }

  private double[][] regular() {
    double[][] regular = new double[COLUMNS][];
    double mean =
        IntStream.range(0, COLUMNS).mapToDouble(i -> covariance[i][i]).average().orElseThrow();
    for (int i = 0; i < COLUMNS; i++) {
      regular[i] = covariance[i].clone();
      regular[i][i] += RIDGE * mean;
    }
    return regular;
  }

  /**
   * The squared error of the best weights without some channels, column by column of the outputs.
   */
  private double error(double[][] s, List<Integer> gone) {
    int[] kept = columns(c -> !gone.contains(c));
    int[] out = columns(gone::contains);
    double error = 0;
    for (int j = 0; j < FILTERS; j++) {
      double[] difference = new double[COLUMNS];
      double[] right = new double[kept.length];
      for (int c : out) {
        difference[c] = weights[c][j];
        for (int i = 0; i < kept.length; i++) {
          right[i] -= s[kept[i]][c] * weights[c][j];
        }
      }
      double[] solved = solve(s, kept, right);
      for (int i = 0; i < kept.length; i++) {
        difference[kept[i]] = solved[i];
      }
      for (int a = 0; a < COLUMNS; a++) {
        for (int b = 0; b < COLUMNS; b++) {
          error += difference[a] * s[a][b] * difference[b];
        }
      }
    }
    return error;
  }

  private static int[] columns(java.util.function.IntPredicate channel) {
    return IntStream.range(0, COLUMNS).filter(i -> channel.test(i / WIDTH)).toArray();
  }

  /** By elimination. */
  private static double[] solve(double[][] s, int[] kept, double[] right) {
    int size = kept.length;
    double[][] a = new double[size][size];
    double[] b = right.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        a[i][k] = s[kept[i]][kept[k]];
      }
    }
    for (int pivot = 0; pivot < size; pivot++) {
      for (int i = 0; i < size; i++) {
        double factor = i == pivot ? 0 : a[i][pivot] / a[pivot][pivot];
        for (int k = 0; k < size; k++) {
          a[i][k] -= factor * a[pivot][k];
        }
        b[i] -= factor * b[pivot];
      }
    }
    for (int i = 0; i < size; i++) {
      b[i] /= a[i][i];
    }
    return b;
  }

  private static double[][] covariance(long seed) {
    double[][] rows = matrix(new Random(seed), ROWS, COLUMNS);
    double[][] covariance = new double[COLUMNS][COLUMNS];
    for (double[] row : rows) {
      for (int i = 0; i < COLUMNS; i++) {
        for (int k = 0; k < COLUMNS; k++) {
          covariance[i][k] += row[i] * row[k] / ROWS;
        }
      }
    }
    return covariance;
  }

  private static double[][] matrix(Random random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      double common = random.nextGaussian();
      for (int i = 0; i < columns; i++) {
        row[i] = common / 2 + random.nextGaussian();
      }
    }
    return matrix;
  }
}
