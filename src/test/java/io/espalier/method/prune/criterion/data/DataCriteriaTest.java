package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.spec.prune.Criterion.Pooling;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every criterion that reads data; its samples fail when their targets are read. */
class DataCriteriaTest {
  private static final double TOLERANCE = 1e-4;

  static List<ChannelCriterion> criteria() {
    int samples = SmallNetworks.SAMPLES;
    return List.of(
        new ActivationZeros(samples),
        new AverageRank(samples),
        new PrincipalFilters(samples, Pooling.MEAN),
        new SubspaceClusters(samples, 0.01),
        new GreedyReconstruction(samples, 3),
        new LassoSelection(samples, 3),
        new BackwardElimination(samples, 3),
        new OutputDivergence(samples));
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void oneSeedGivesTheSameScoresWhateverTheBatches(ChannelCriterion criterion) {
    Graph graph = SmallNetworks.residual();
    List<MemberScores> whole = scores(criterion, graph, SmallNetworks.SAMPLES);
    List<MemberScores> batches = scores(criterion, graph, 5);
    Analysis analysis = SmallNetworks.analysis(graph);
    List<ChannelGroup> groups = SmallNetworks.groups(analysis);
    assertThat(whole).hasSameSizeAs(groups);
    for (int g = 0; g < groups.size(); g++) {
      assertThat(whole.get(g).members()).isNotEmpty().hasSameSizeAs(batches.get(g).members());
      for (int m = 0; m < whole.get(g).members().size(); m++) {
        double[] scores = whole.get(g).members().get(m);
        assertThat(scores).hasSize(groups.get(g).channels());
        assertThat(Arrays.stream(scores)).allMatch(score -> score >= 0 && Double.isFinite(score));
        assertThat(batches.get(g).members().get(m)).containsExactly(scores, within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void aStageHasAMemberForEachOfItsMapsOrIsJudgedAsAWhole(ChannelCriterion criterion) {
    int members = scores(criterion, SmallNetworks.residual(), 5).getFirst().members().size();
    boolean byMap = criterion instanceof ActivationZeros || criterion instanceof AverageRank;
    assertThat(members).isEqualTo(byMap ? 2 : 1);
  }

  private static List<MemberScores> scores(ChannelCriterion criterion, Graph graph, int batch) {
    Analysis analysis = SmallNetworks.analysis(graph);
    return criterion.of(
        SmallNetworks.groups(analysis),
        SmallNetworks.context(analysis, batch, DatasetTask.CLASSIFICATION));
  }
}
