package io.espalier.method.prune.ranking;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.Ranking.Normalization;
import io.espalier.method.spec.prune.Ranking.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes scores of all groups that one threshold can be laid through.
 *
 * <p>The scores of each member are normalised, unless they are comparable as they are, then merged
 * to one score a channel. In the global scope these stay as they are. In any other scope a score
 * becomes the share of the scope's channels that go before it, so that a threshold takes the same
 * share of every scope.
 *
 * <p>Source: Fang et al., DepGraph, CVPR 2023, for normalising and merging; Fang et al., Isomorphic
 * Pruning for Vision Models, ECCV 2024, for the scope of equal structures. Unlike them, members are
 * normalised before they are merged, so that the one with the most weights does not decide alone.
 */
public final class ChannelRanking {
  private final Ranking ranking;
  private final Graph graph;

  /**
   * @param graph the groups are of
   */
  public ChannelRanking(Ranking ranking, Graph graph) {
    this.ranking = ranking;
    this.graph = graph;
  }

  /**
   * One array for each group, one score for each of its channels; low goes first.
   *
   * @param scores of the groups, in their order
   */
  public List<double[]> of(List<ChannelGroup> groups, List<MemberScores> scores) {
    List<double[]> merged = scores.stream().map(this::merged).toList();
    return switch (ranking.scope()) {
      case Scope.Global _, Scope.Sensitivity _ -> merged;
      case Scope.Layer _, Scope.Isomorphic _, Scope.Sets _ ->
          withinScopes(merged, Scopes.of(ranking.scope(), groups, graph));
    };
  }

  private static List<double[]> withinScopes(List<double[]> scores, List<Object> scopes) {
    List<double[]> shares = new ArrayList<>(scores);
    for (Object scope : Set.copyOf(scopes)) {
      int[] own =
          IntStream.range(0, scopes.size()).filter(g -> scopes.get(g).equals(scope)).toArray();
      List<double[]> ranked = Quantiles.of(Arrays.stream(own).mapToObj(scores::get).toList());
      for (int i = 0; i < own.length; i++) {
        shares.set(own[i], ranked.get(i));
      }
    }
    return shares;
  }

  private double[] merged(MemberScores scores) {
    Normalization normalization =
        scores.comparable() ? Normalization.NONE : ranking.normalization();
    List<double[]> normalized =
        scores.members().stream()
            .map(member -> Normalizer.normalized(member, normalization))
            .toList();
    return Reducer.reduced(normalized, ranking.reduction());
  }
}
