package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.SlotRole;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The squared norm of a channel relative to all that would be left if every smaller one were gone.
 *
 * <ul>
 *   <li>{@code n_c}: the mean over the OUT and IN slots of {@code Σw²} of the channel.
 *   <li>{@code s_c = n_c / (n_c + Σ n_j)} over all channels {@code n_j > n_c}; 0 where {@code n_c}
 *       is.
 * </ul>
 *
 * <p>The largest channel of a group scores 1, so no group is emptied before another has lost all
 * but one; scores of different groups are comparable as they are.
 *
 * <p>Source: Lee et al., Layer-Adaptive Sparsity for the Magnitude-based Pruning, ICLR 2021; summed
 * over channels as Torch-Pruning does. Unlike them, equal channels score the same.
 */
public final class LayerAdaptiveMagnitude implements ChannelCriterion {

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    ChannelSums sums = new WeightReader(context.graph()).sums(groups, weight -> weight * weight);
    return groups.stream()
        .map(group -> MemberScores.comparable(shares(squares(group, sums))))
        .toList();
  }

  private static double[] squares(ChannelGroup group, ChannelSums sums) {
    List<double[]> members =
        Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN)).map(sums::of).toList();
    return IntStream.range(0, group.channels())
        .mapToDouble(c -> members.stream().mapToDouble(member -> member[c]).average().orElseThrow())
        .toArray();
  }

  static double[] shares(double[] squares) {
    return Arrays.stream(squares).map(square -> square == 0 ? 0 : share(square, squares)).toArray();
  }

  private static double share(double square, double[] squares) {
    return square / (square + Arrays.stream(squares).filter(other -> other > square).sum());
  }
}
