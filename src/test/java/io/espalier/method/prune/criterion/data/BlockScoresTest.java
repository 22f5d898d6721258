package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.method.spec.prune.Criterion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockScoresTest {
  private static final int BLOCKS = 3;
  private static final int SILENT = 1;
  private static final int WIDTH = 4;
  private static final double TOLERANCE = 1e-6;

  static List<Criterion> criteria() {
    return List.of(
        new Criterion.L1(),
        new Criterion.HRank(SmallNetworks.SAMPLES),
        new Criterion.OutputDivergence(SmallNetworks.SAMPLES));
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void blockThatAddsNothingScoresZeroAndTheMeanIsOne(Criterion criterion) {
    Graph graph = network();
    Graph silent =
        silenced(silenced(graph, blockScale(SILENT, "weight")), blockScale(SILENT, "bias"));
    double[] scores = scores(criterion, silent);
    assertThat(scores).hasSize(BLOCKS);
    assertThat(scores[SILENT]).isCloseTo(0, within(TOLERANCE));
    assertThat(Arrays.stream(scores).average().orElseThrow()).isCloseTo(1, within(TOLERANCE));
    assertThat(Arrays.stream(scores(criterion, graph))).allMatch(score -> score > TOLERANCE);
  }

  private static double[] scores(Criterion criterion, Graph graph) {
    Analysis analysis = SmallNetworks.analysis(graph);
    List<ResidualBlock> blocks = ResidualBlocks.find(analysis.typed());
    return BlockScores.of(criterion)
        .of(blocks, SmallNetworks.context(analysis, 5, DatasetTask.CLASSIFICATION));
  }

  /** The last BatchNormalization of a block; nodes are numbered as they are built. */
  private static String blockScale(int block, String which) {
    return "bn%d.%s".formatted(3 + 6 * block + 4, which);
  }

  private static Graph silenced(Graph graph, String constant) {
    return SmallNetworks.with(
        graph, constant, Tensor.ofFloats(new long[] {WIDTH}, new float[WIDTH]));
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("blocks", SmallNetworks.SEED);
    String x = net.input("image", 3, SmallNetworks.SIDE, SmallNetworks.SIDE);
    x = net.relu(net.batchNorm(net.conv(x, 3, WIDTH, 3, 1, 1), WIDTH));
    for (int block = 0; block < BLOCKS; block++) {
      String branch = net.relu(net.batchNorm(net.conv(x, WIDTH, 5, 3, 1, 1), 5));
      branch = net.batchNorm(net.conv(branch, 5, WIDTH, 3, 1, 1), WIDTH);
      x = net.op("Add", x, branch);
    }
    x = net.op("Flatten", net.op("GlobalAveragePool", x));
    return net.output(net.linear(x, WIDTH, SmallNetworks.CLASSES), SmallNetworks.CLASSES).build();
  }
}
