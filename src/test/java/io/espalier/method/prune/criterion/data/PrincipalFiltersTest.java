package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.prune.Criterion.Pooling;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalFiltersTest {
  private static final PrincipalFilters CRITERION =
      new PrincipalFilters(SmallNetworks.SAMPLES, Pooling.MAX);
  private static final int WIDTH = 6;
  private static final double TOLERANCE = 1e-5;

  @Test
  void removesTheMostCorrelatedChannelAgainAndAgain() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[][] covariance = covariance(maxima(SmallNetworks.value(graph, "relu_1_out")));
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    List<Integer> left = new ArrayList<>(IntStream.range(0, WIDTH).boxed().toList());
    while (left.size() > 2) {
      int next =
          left.stream()
              .max(
                  (a, b) ->
                      Double.compare(
                          correlations(a, left, covariance), correlations(b, left, covariance)))
              .orElseThrow();
      left.remove(Integer.valueOf(next));
      assertThat(left).allMatch(other -> scores[other] > scores[next]);
    }
  }

  @Test
  void scoresAreTheEnergyThatTheFirstComponentsLeaveOut() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[][] covariance = covariance(maxima(SmallNetworks.value(graph, "relu_1_out")));
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    Arrays.sort(scores);
    double trace = IntStream.range(0, WIDTH).mapToDouble(c -> covariance[c][c]).sum();
    double largest = largestEigenvalue(covariance);
    assertThat(scores[WIDTH - 1]).isCloseTo(1, within(TOLERANCE));
    assertThat(scores[WIDTH - 2]).isCloseTo(1 - largest / trace, within(TOLERANCE));
    assertThat(scores[0]).isPositive();
  }

  @Test
  void inactiveChannelGoesFirstAndOfEqualOnesAllButOne() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", WIDTH), "conv0", 3, 3, 0);
    for (int copy : new int[] {1, 4, 5}) {
      graph = SmallNetworks.withRow(graph, "conv0", copy, 0, 1);
    }
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    assertThat(scores[3]).isZero();
    double threshold = TOLERANCE;
    assertThat(IntStream.range(0, WIDTH).filter(c -> scores[c] > threshold)).hasSize(2).contains(2);
  }

  @Test
  void refusesFewerSamplesThanChannelsByName() {
    Analysis analysis = SmallNetworks.analysis(SmallNetworks.chain("Relu", WIDTH));
    assertThatThrownBy(
            () ->
                new PrincipalFilters(WIDTH - 1, Pooling.MEAN)
                    .of(
                        SmallNetworks.groups(analysis),
                        SmallNetworks.context(analysis, 2, DatasetTask.CLASSIFICATION)))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("5 samples, 6 channels in conv_0");
  }

  private static double correlations(int channel, List<Integer> left, double[][] covariance) {
    return left.stream()
        .filter(other -> other != channel)
        .mapToDouble(
            other ->
                Math.abs(covariance[channel][other])
                    / Math.sqrt(covariance[channel][channel] * covariance[other][other]))
        .sum();
  }

  private static double[][] maxima(Tensor maps) {
    int size = SmallNetworks.SIDE * SmallNetworks.SIDE;
    double[][] pooled = new double[SmallNetworks.SAMPLES][WIDTH];
    for (int i = 0; i < maps.elements(); i++) {
      double[] sample = pooled[i / size / WIDTH];
      sample[i / size % WIDTH] = Math.max(sample[i / size % WIDTH], maps.doubleAt(i));
    }
    return pooled;
  }

  private static double[][] covariance(double[][] rows) {
    double[][] covariance = new double[WIDTH][WIDTH];
    double[] means = new double[WIDTH];
    for (double[] row : rows) {
      for (int c = 0; c < WIDTH; c++) {
        means[c] += row[c] / rows.length;
      }
    }
    for (double[] row : rows) {
      for (int a = 0; a < WIDTH; a++) {
        for (int b = 0; b < WIDTH; b++) {
          covariance[a][b] += (row[a] - means[a]) * (row[b] - means[b]) / rows.length;
        }
      }
    }
    return covariance;
  }

  /** By repeated multiplication. */
  private static double largestEigenvalue(double[][] matrix) {
    double[] vector = new double[WIDTH];
    Arrays.fill(vector, 1);
    double length = 0;
    for (int i = 0; i < 2000; i++) {
      double[] current = vector;
      double[] next =
          Arrays.stream(matrix)
              .mapToDouble(
                  row -> IntStream.range(0, WIDTH).mapToDouble(c -> row[c] * current[c]).sum())
              .toArray();
      length = Math.sqrt(Arrays.stream(next).map(x -> x * x).sum());
      double norm = length;
      vector = Arrays.stream(next).map(x -> x / norm).toArray();
    }
    return length;
  }
}
