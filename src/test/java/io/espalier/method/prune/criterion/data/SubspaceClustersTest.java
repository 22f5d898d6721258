package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubspaceClustersTest {
  private static final int WIDTH = 6;
  private static final SubspaceClusters CRITERION =
      new SubspaceClusters(SmallNetworks.SAMPLES, 0.01);

  @Test
  void ofEqualChannelsOneGoesFirst() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", WIDTH), "conv0", 4, 1, 1);
    double[] scores = SmallNetworks.scores(CRITERION, graph).getFirst();
    assertThat(order(scores).getFirst()).isIn(1, 4);
    assertThat(scores).doesNotHaveDuplicates();
  }

  @Test
  void weakerOfTwoProportionalChannelsGoesFirst() {
    Graph graph = SmallNetworks.withRow(SmallNetworks.chain("Relu", WIDTH), "conv0", 4, 1, 0.5f);
    assertThat(order(SmallNetworks.scores(CRITERION, graph).getFirst()).getFirst()).isEqualTo(4);
  }

  @Test
  void scaleOfAChannelDoesNotChangeClusters() {
    Graph graph = SmallNetworks.chain("Relu", WIDTH);
    double[] scores = sorted(SmallNetworks.scores(CRITERION, graph).getFirst());
    Graph scaled = SmallNetworks.withRow(graph, "conv0", 2, 2, 1.5f);
    double[] after = sorted(SmallNetworks.scores(CRITERION, scaled).getFirst());
    for (int i = 0; i < WIDTH; i++) {
      assertThat(after[i]).isCloseTo(scores[i], org.assertj.core.api.Assertions.within(1e-4));
    }
  }

  @Test
  void everyClusterKeepsItsHeaviestPoint() {
    double[][] points = {{0, 0}, {0, 0.1}, {10, 0}, {10, 0.1}, {0, 20}, {0.1, 20}};
    double[] weights = {1, 2, 2, 1, 1, 2};
    double[] scores = new BisectingClusters(points, weights, new SplittableRandom(1)).scores();
    assertThat(order(scores).subList(3, 6)).containsExactlyInAnyOrder(1, 2, 5);
    assertThat(Arrays.stream(scores).max().orElseThrow()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void pointsAtOnePlaceAreStillPutInOrder() {
    double[] scores =
        new BisectingClusters(new double[4][2], new double[4], new SplittableRandom(1)).scores();
    assertThat(scores).doesNotHaveDuplicates();
  }

  private static List<Integer> order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(c -> scores[c]))
        .toList();
  }

  private static double[] sorted(double[] scores) {
    return Arrays.stream(scores).sorted().toArray();
  }
}
