package io.espalier.method.prune.width;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.spec.prune.PruneLevel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A group that may be cut, its widths, and the order its channels go in.
 *
 * @param scores by channel
 * @param order numbers of the channels, the first to go first
 */
public record PrunableGroup(
    ChannelGroup group, PruneLevel level, double[] scores, WidthRule rule, List<Integer> order)
    implements Prunable {
  public PrunableGroup {
    order = List.copyOf(order);
  }

  /** Channels go from the lowest score up, equal ones from the end. */
  public PrunableGroup(ChannelGroup group, PruneLevel level, double[] scores, WidthRule rule) {
    this(group, level, scores, rule, order(scores));
  }

  private static List<Integer> order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer channel) -> scores[channel])
                .thenComparing(Comparator.reverseOrder()))
        .toList();
  }

  @Override
  public String id() {
    return group.id();
  }

  @Override
  public int whole() {
    return group.channels();
  }

  @Override
  public boolean altersNormalization() {
    return group.altersNormalization();
  }

  /** The channels that go when so many stay. */
  public Set<Integer> removedAt(int width) {
    return Set.copyOf(order.subList(0, order.size() - width));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrunableGroup that
        && group.equals(that.group)
        && level == that.level
        && Arrays.equals(scores, that.scores)
        && rule.equals(that.rule)
        && order.equals(that.order);
  }

  @Override
  public int hashCode() {
    return group.hashCode();
  }
}
