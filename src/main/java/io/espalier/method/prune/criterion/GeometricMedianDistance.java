package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sum of the distances of a channel's weights to those of every other channel of its group:
 * what others can stand in for goes first.
 *
 * <ul>
 *   <li>The vector of a channel is all it has in the OUT and IN slots, one after the other.
 *   <li>{@code s_c = Σ_j ‖v_c − v_j‖₂}, one score for the group as a whole.
 * </ul>
 *
 * <p>Source: He et al., Filter Pruning via Geometric Median, CVPR 2019. Unlike them every member of
 * the group counts, signs are kept, and distances come from the Gram matrix, which is summed in 64
 * bits while weights are read in blocks.
 */
public final class GeometricMedianDistance implements ChannelCriterion {

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    new WeightReader(context.graph()).requireFinite(groups);
    return groups.stream().map(group -> MemberScores.whole(of(group, context))).toList();
  }

  private static double[] of(ChannelGroup group, ScoringContext context) {
    ChannelGram gram = new ChannelGram(group.channels());
    Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN))
        .forEach(slot -> gram.add(slot, context.graph().initializers().get(slot.tensor())));
    return gram.sumsOfDistances();
  }
}
