package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.ranking.ChannelRanking;
import io.espalier.method.spec.PruneSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** In which order the channels of each group would go. */
public final class ChannelOrders {
  private ChannelOrders() {}

  /**
   * One order for each group, the channel that goes first in front; equal ones go from the end.
   *
   * @param spec whose criterion and ranking judge
   */
  public static List<List<Integer>> of(
      List<ChannelGroup> groups, Analysis analysis, PruneSpec spec, ScoringData data) {
    ScoringContext context = new ScoringContext(analysis, Draws.of(data.seed()), Optional.of(data));
    List<MemberScores> scores = Criteria.of(spec.criterion(), spec.target()).of(groups, context);
    return new ChannelRanking(spec.ranking(), analysis.graph())
        .of(groups, scores).stream().map(ChannelOrders::order).toList();
  }

  private static List<Integer> order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer channel) -> scores[channel])
                .thenComparing(Comparator.reverseOrder()))
        .toList();
  }
}
