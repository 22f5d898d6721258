package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.ChannelGroup;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges groups that a criterion cannot judge by their L2 norm.
 *
 * @param judged which groups the criterion can judge
 */
public record NormFallback(Predicate<ChannelGroup> judged) {
  private static final int NAMED = 5;

  /** The scores of all groups, in their order. */
  public List<MemberScores> of(
      List<ChannelGroup> groups,
      Function<List<ChannelGroup>, List<MemberScores>> criterion,
      ScoringContext context) {
    Iterator<MemberScores> own =
        criterion.apply(groups.stream().filter(judged).toList()).iterator();
    Iterator<MemberScores> rest = WeightNorm.l2().of(others(groups), context).iterator();
    return groups.stream().map(group -> judged.test(group) ? own.next() : rest.next()).toList();
  }

  /**
   * Names the groups that are judged by their norm, where some but not all are.
   *
   * @param lack what they do not have
   */
  public List<String> warnings(List<ChannelGroup> groups, String lack) {
    List<ChannelGroup> others = others(groups);
    return others.isEmpty() || others.size() == groups.size()
        ? List.of()
        : List.of(
            "%d groups have %s and are judged by their L2 norm: %s."
                .formatted(others.size(), lack, named(others)));
  }

  private List<ChannelGroup> others(List<ChannelGroup> groups) {
    return groups.stream().filter(judged.negate()).toList();
  }

  private static String named(List<ChannelGroup> groups) {
    return groups.stream().map(ChannelGroup::id).limit(NAMED).collect(Collectors.joining(", "));
  }
}
