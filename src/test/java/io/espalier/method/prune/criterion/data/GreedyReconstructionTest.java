package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GreedyReconstructionTest {
  private static final int WIDTH = 6;
  private static final int FILTERS = 4;
  private static final int OUT = SmallNetworks.SIDE / 2;
  private static final int ALL_LOCATIONS = OUT * OUT;
  private static final double TOLERANCE = 1e-6;
  private static final GreedyReconstruction CRITERION =
      new GreedyReconstruction(SmallNetworks.SAMPLES, ALL_LOCATIONS);

  @Test
  void followsTheGreedySearchOverEverySampledOutput() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[][] x = contributions(graph);
    double whole = energy(x, new TreeSet<>(Set.of(0, 1, 2, 3, 4, 5)));
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    double highest = 0;
    Set<Integer> gone = new TreeSet<>();
    while (gone.size() < WIDTH) {
      int next = greedy(x, gone);
      gone.add(next);
      highest = Math.max(highest, energy(x, gone) / whole);
      assertThat(scores[next]).isCloseTo(highest, within(TOLERANCE * highest));
    }
  }

  @Test
  void sumsOverAllPositionsOfAFlattenedChannel() {
    Graph graph = SmallNetworks.residual();
    Analysis analysis = SmallNetworks.analysis(graph);
    SquareMatrix gram =
        ContributionGrams.of(
                List.of(analysis.channels().group("conv_10").orElseThrow()),
                SmallNetworks.context(analysis, SmallNetworks.SAMPLES, DatasetTask.CLASSIFICATION),
                SmallNetworks.SAMPLES,
                1)
            .getFirst();
    Tensor flat = SmallNetworks.value(graph, "flatten_13_out");
    Tensor weight = graph.initializers().get("linear14.weight");
    double[][] x = new double[SmallNetworks.SAMPLES * SmallNetworks.CLASSES][4];
    int positions = (int) flat.dim(1) / 4;
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < flat.dim(1); i++) {
        int n = row / SmallNetworks.CLASSES;
        int j = row % SmallNetworks.CLASSES;
        x[row][i / positions] +=
            flat.doubleAt(n * flat.dim(1) + i) * weight.doubleAt(j * flat.dim(1) + i);
      }
    }
    double whole = energy(x, Set.of(0, 1, 2, 3));
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        double product = 0;
        for (double[] row : x) {
          product += row[a] * row[b];
        }
        assertThat(gram.at(a, b)).isCloseTo(product / whole, within(TOLERANCE));
      }
    }
  }

  @Test
  void everyConsumerOfAStageCountsAlike() {
    Graph graph = SmallNetworks.residual();
    Analysis analysis = SmallNetworks.analysis(graph);
    SquareMatrix gram =
        ContributionGrams.of(
                List.of(analysis.channels().group("conv_0").orElseThrow()),
                SmallNetworks.context(analysis, SmallNetworks.SAMPLES, DatasetTask.CLASSIFICATION),
                SmallNetworks.SAMPLES,
                ALL_LOCATIONS)
            .getFirst();
    assertThat(ChannelConsumer.of(analysis.channels().group("conv_0").orElseThrow(), graph))
        .extracting(ChannelConsumer::input)
        .containsExactly("relu_2_out", "relu_9_out");
    assertThat(gram.sum()).isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void deadChannelGoesFirst() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", WIDTH), "conv0", 3, 3, 0);
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    assertThat(scores[3]).isZero();
    assertThat(scores).doesNotHaveDuplicates();
  }

  @Test
  void sampledPlacesAgreeWithAllOfThem() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[] all = SmallNetworks.scores(CRITERION, graph).getFirst();
    double[] sampled =
        SmallNetworks.scores(
                new GreedyReconstruction(SmallNetworks.SAMPLES, ALL_LOCATIONS / 2), graph)
            .getFirst();
    assertThat(sampled).isNotEqualTo(all).containsExactly(all, within(0.3));
  }

  private static int greedy(double[][] x, Set<Integer> gone) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < WIDTH; c++) {
      Set<Integer> with = new TreeSet<>(gone);
      if (with.add(c) && energy(x, with) < least) {
        least = energy(x, with);
        best = c;
      }
    }
    return best;
  }

  private static double energy(double[][] x, Set<Integer> channels) {
    double energy = 0;
    for (double[] row : x) {
      double sum = channels.stream().mapToDouble(c -> row[c]).sum();
      energy += sum * sum;
    }
    return energy;
  }

  /** What each channel adds to each output of the second convolution, window by window. */
  private static double[][] contributions(Graph graph) {
    Tensor maps = SmallNetworks.value(graph, "relu_1_out");
    Tensor weight = graph.initializers().get("conv2.weight");
    List<double[]> rows = new ArrayList<>();
    for (int n = 0; n < SmallNetworks.SAMPLES; n++) {
      for (int place = 0; place < ALL_LOCATIONS; place++) {
        for (int j = 0; j < FILTERS; j++) {
          double[] row = new double[WIDTH];
          for (int c = 0; c < WIDTH; c++) {
            row[c] = window(maps, weight, n, c, j, place);
          }
          rows.add(row);
        }
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static double window(Tensor maps, Tensor weight, int n, int c, int j, int place) {
    int side = SmallNetworks.SIDE;
    double sum = 0;
    for (int kh = 0; kh < 3; kh++) {
      for (int kw = 0; kw < 3; kw++) {
        int h = place / OUT * 2 + kh - 1;
        int w = place % OUT * 2 + kw - 1;
        if (h >= 0 && h < side && w >= 0 && w < side) {
          sum +=
              maps.doubleAt(((n * WIDTH + c) * side + h) * side + w)
                  * weight.doubleAt(((j * WIDTH + c) * 3 + kh) * 3 + kw);
        }
      }
    }
    return sum;
  }
}
