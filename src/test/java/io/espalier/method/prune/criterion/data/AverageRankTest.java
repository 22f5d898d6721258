package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AverageRankTest {
  private static final AverageRank CRITERION = new AverageRank(SmallNetworks.SAMPLES);
  private static final int WIDTH = 6;

  /** What elimination takes for zero. */
  private static final double ZERO = 1e-5;

  /** What breaks ties between whole ranks counts less than this. */
  private static final double TIE = 0.5 / SmallNetworks.SAMPLES;

  @Test
  void isTheAverageRankOfTheMaps() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[] expected = averageRanks(SmallNetworks.value(graph, "relu_1_out"));
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    for (int c = 0; c < WIDTH; c++) {
      assertThat(scores[c]).isBetween(expected[c], expected[c] + TIE);
    }
    assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(1);
  }

  @Test
  void scoresOfSilentAndConstantMapsAreZeroAndOne() {
    Graph graph = withConstantMaps(SmallNetworks.chain("Relu", WIDTH), 0, -3);
    graph = withConstantMaps(graph, 1, 3);
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    assertThat(scores[0]).isZero();
    assertThat(scores[1]).isBetween(1.0, 1 + TIE);
    assertThat(Arrays.stream(scores)).allMatch(score -> score <= SmallNetworks.SIDE + TIE);
  }

  @Test
  void equalRanksAreToldApartByTheirStrength() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", WIDTH), "conv0", 4, 1, 0.5f);
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    assertThat(scores[4]).isLessThan(scores[1]).isGreaterThan(scores[1] - TIE);
  }

  @Test
  void rankOfValuesWithoutSpatialAxesIsAtMostOne() {
    double[] scores = SmallNetworks.scores(CRITERION, SmallNetworks.perceptron(WIDTH)).getFirst();
    assertThat(Arrays.stream(scores)).allMatch(score -> score >= 0 && score <= 1 + TIE);
    assertThat(Arrays.stream(scores).distinct().count()).isEqualTo(WIDTH);
  }

  private static Graph withConstantMaps(Graph graph, int channel, float value) {
    Graph flat = SmallNetworks.withRow(graph, "conv0", channel, channel, 0);
    float[] bias = flat.initializers().get("conv0.bias").toFloats();
    bias[channel] = value;
    return SmallNetworks.with(flat, "conv0.bias", Tensor.ofFloats(new long[] {WIDTH}, bias));
  }

  private static double[] averageRanks(Tensor maps) {
    int side = SmallNetworks.SIDE;
    double[] ranks = new double[WIDTH];
    for (int n = 0; n < SmallNetworks.SAMPLES; n++) {
      for (int c = 0; c < WIDTH; c++) {
        int from = (n * WIDTH + c) * side * side;
        double[][] matrix =
            IntStream.range(0, side)
                .mapToObj(
                    row ->
                        IntStream.range(0, side)
                            .mapToDouble(column -> maps.doubleAt(from + row * side + column))
                            .toArray())
                .toArray(double[][]::new);
        ranks[c] += (double) rank(matrix) / SmallNetworks.SAMPLES;
      }
    }
    return ranks;
  }

  /** By elimination with full pivoting. */
  private static int rank(double[][] matrix) {
    int size = matrix.length;
    boolean[] usedRow = new boolean[size];
    boolean[] usedColumn = new boolean[size];
    for (int rank = 0; rank < size; rank++) {
      int row = -1;
      int column = -1;
      double largest = ZERO;
      for (int r = 0; r < size; r++) {
        for (int c = 0; c < size; c++) {
          if (!usedRow[r] && !usedColumn[c] && Math.abs(matrix[r][c]) > largest) {
            largest = Math.abs(matrix[r][c]);
            row = r;
            column = c;
          }
        }
      }
      if (row < 0) {
        return rank;
      }
      usedRow[row] = true;
      usedColumn[column] = true;
      for (int r = 0; r < size; r++) {
        double factor = usedRow[r] ? 0 : matrix[r][column] / matrix[row][column];
        for (int c = 0; c < size; c++) {
          matrix[r][c] -= factor * matrix[row][c];
        }
      }
    }
    return size;
  }
}
