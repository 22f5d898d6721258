package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.ChannelGroup;
import java.util.List;

/**
 * A uniform draw for each channel, in the order of the groups: the control that every other
 * criterion has to beat.
 */
public final class RandomDraw implements ChannelCriterion {

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    new WeightReader(context.graph()).requireFinite(groups);
    return groups.stream()
        .map(group -> MemberScores.comparable(context.random().doubles(group.channels()).toArray()))
        .toList();
  }
}
