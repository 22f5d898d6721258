package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelGroup;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A group that may be cut, its widths, and the order its channels go in.
 *
 * @param scores by channel
 */
record PrunableGroup(ChannelGroup group, double[] scores, WidthRule rule) {

  /**
   * The channels that go when so many stay: those with the lowest scores, equal ones from the end.
   */
  Set<Integer> removedAt(int width) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer channel) -> scores[channel])
                .thenComparing(Comparator.reverseOrder()))
        .limit(scores.length - width)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many channels score more than a threshold. */
  int above(double threshold) {
    return (int) Arrays.stream(scores).filter(score -> score > threshold).count();
  }
}
