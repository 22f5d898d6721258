package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Level;
import io.espalier.method.spec.PruneSpec;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The widths a group may be cut to.
 *
 * <p>A group of C channels keeps C, or any width from its floor upwards; where C is at least twice
 * the rounding, only multiples of it. The floor is the larger of {@code minimumChannels} and, where
 * widths are rounded, one multiple. A group that is not wider than its floor stays whole.
 */
final class WidthRule {
  private final int[] allowed;

  private WidthRule(int[] allowed) {
    this.allowed = allowed;
  }

  /** Heads are many channels each: any number of them may stay. */
  static WidthRule of(ChannelGroup group, PruneSpec spec) {
    return group.level() == Level.HEAD
        ? new WidthRule(IntStream.rangeClosed(1, group.channels()).toArray())
        : of(group.channels(), spec);
  }

  static WidthRule of(int channels, PruneSpec spec) {
    int unit = channels >= 2 * spec.widths().rounding() ? spec.widths().rounding() : 1;
    int floor = Math.max(spec.widths().minimumChannels(), unit);
    IntStream smaller = IntStream.range(floor, channels).filter(width -> width % unit == 0);
    return new WidthRule(IntStream.concat(smaller, IntStream.of(channels)).toArray());
  }

  int smallest() {
    return allowed[0];
  }

  int whole() {
    return allowed[allowed.length - 1];
  }

  boolean canBeCut() {
    return allowed.length > 1;
  }

  /** The allowed width closest to the one wanted; of two equally close ones the wider. */
  int nearest(int wanted) {
    int above = Arrays.binarySearch(allowed, wanted);
    if (above >= 0) {
      return wanted;
    }
    int next = Math.min(-above - 1, allowed.length - 1);
    int previous = Math.max(next - 1, 0);
    return wanted - allowed[previous] < allowed[next] - wanted ? allowed[previous] : allowed[next];
  }

  /** The next narrower allowed width, or the same when it is the smallest. */
  int narrower(int width) {
    return allowed[Math.max(0, Arrays.binarySearch(allowed, width) - 1)];
  }

  /** The next wider allowed width, or the same when it is whole. */
  int wider(int width) {
    return allowed[Math.min(allowed.length - 1, Arrays.binarySearch(allowed, width) + 1)];
  }
}
