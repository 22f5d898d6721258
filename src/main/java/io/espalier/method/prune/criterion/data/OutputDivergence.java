package io.espalier.method.prune.criterion.data;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far the network's answers move when a channel is silenced (CURL).
 *
 * <ul>
 *   <li>For classes the score is the mean over the samples of {@code Σ_k p_c(k) · ln(p_c(k) /
 *       p(k))}, p the probabilities of the network and p_c those without channel c; at least 0.
 *   <li>For numbers it is the mean squared difference relative to the variance of the output.
 *   <li>A channel is silenced as {@link ChannelMask} does it, in every layer that shares it. The
 *       group is judged as a whole.
 * </ul>
 *
 * <p>Source: Luo and Wu, Neural Network Pruning with Residual-Connections and Limited-Data, CVPR
 * 2020 (CURL), equation 2; the direction is that of the authors' code. Unlike there, the mean is
 * over all samples, not the last batch, and a channel costs only what is behind the last value that
 * holds everything the rest of the network needs.
 */
public final class OutputDivergence implements ChannelCriterion {
  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  public OutputDivergence(int samples) {
    this.samples = samples;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    List<List<Set<Integer>>> single = groups.stream().map(OutputDivergence::oneByOne).toList();
    return new Silencing(context, samples)
        .distances(groups, single).stream().map(MemberScores::comparable).toList();
  }

  private static List<Set<Integer>> oneByOne(ChannelGroup group) {
    return IntStream.range(0, group.channels()).mapToObj(channel -> Set.of(channel)).toList();
  }
}
