package io.espalier.method.prune.criterion.data;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;

/**
 * What the next layers lose without a channel, chosen greedily (ThiNet).
 *
 * <ul>
 *   <li>For a sampled triple of sample, filter j and place, {@code x_c} is what the window of
 *       channel c adds to the output: {@code y = Σ_c x_c}, without the bias.
 *   <li>The set T of channels that go grows by the one that keeps {@code Σ (Σ_{c∈T} x_c)²} least.
 *   <li>The score of a channel is that sum once it has gone, relative to {@code Σ y²}; where it
 *       does not rise, hardly more than the one before. So one threshold over all groups allows
 *       each the same relative error. The group is judged as a whole.
 * </ul>
 *
 * <p>Source: Luo et al., ThiNet: A Filter Level Pruning Method for Deep Neural Network Compression,
 * ICCV 2017, equation 6 and algorithm 1. Unlike there, the sums come from the Gram matrix {@code Q
 * = XᵀX}, in {@code O(C²)} for a whole group; all layers that read the group count alike; and
 * {@value ContributionTally#FILTERS} filters are drawn at each place in place of one. The scales of
 * the channels that stay are left to the recovery, whose least squares include them.
 */
public final class GreedyReconstruction implements ChannelCriterion {
  private final int samples;
  private final int locations;

  /**
   * @param samples of the training split, at least 1
   * @param locations drawn in each sample, at least 1
   */
  public GreedyReconstruction(int samples, int locations) {
    this.samples = samples;
    this.locations = locations;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    return ContributionGrams.of(groups, context, samples, locations).stream()
        .map(gram -> MemberScores.comparable(scores(gram)))
        .toList();
  }

  /** The scores that follow from {@code Q}. */
  static double[] scores(SquareMatrix gram) {
    int channels = gram.size();
    int[] order = new int[channels];
    double[] objectives = new double[channels];
    boolean[] gone = new boolean[channels];
    double[] costs = new double[channels];
    for (int c = 0; c < channels; c++) {
      costs[c] = gram.at(c, c);
    }
    double objective = 0;
    for (int i = 0; i < channels; i++) {
      int next = cheapest(costs, gone);
      gone[next] = true;
      objective += costs[next];
      order[i] = next;
      objectives[i] = objective;
      for (int c = 0; c < channels; c++) {
        costs[c] += 2 * gram.at(c, next);
      }
    }
    return RemovalOrder.scores(order, objectives);
  }

  private static int cheapest(double[] costs, boolean[] gone) {
    int cheapest = -1;
    for (int c = 0; c < costs.length; c++) {
      if (!gone[c] && (cheapest < 0 || costs[c] <= costs[cheapest])) {
        cheapest = c;
      }
    }
    return cheapest;
  }
}
