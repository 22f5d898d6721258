package io.espalier.method.prune.width;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Level;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The widths a group may be cut to.
 *
 * <p>A group of C channels keeps C, or any width from its floor upwards; where C is at least twice
 * the rounding, only multiples of it. The floor is the larger of {@code minimumChannels} and, where
 * widths are rounded, one multiple. A group that is not wider than its floor stays whole.
 */
public final class WidthRule {
  /** A branch is there or it is not. */
  static final WidthRule STAYS_OR_GOES = new WidthRule(new int[] {0, 1});

  private final int[] allowed;

  private WidthRule(int[] allowed) {
    this.allowed = allowed;
  }

  /** Heads are many channels each: any number of them may stay. */
  public static WidthRule of(ChannelGroup group, WidthLimits limits) {
    return group.level() == Level.HEAD
        ? new WidthRule(IntStream.rangeClosed(1, group.channels()).toArray())
        : of(group.channels(), limits);
  }

  static WidthRule of(int channels, WidthLimits limits) {
    int unit = channels >= 2 * limits.rounding() ? limits.rounding() : 1;
    int floor = Math.max(limits.minimumChannels(), unit);
    IntStream smaller = IntStream.range(floor, channels).filter(width -> width % unit == 0);
    return new WidthRule(IntStream.concat(smaller, IntStream.of(channels)).toArray());
  }

  /** This width and no other. */
  static WidthRule only(int width) {
    return new WidthRule(new int[] {width});
  }

  /** The same widths as far as a group that has only so many channels left can have them. */
  WidthRule upTo(int channels) {
    int[] left = Arrays.stream(allowed).filter(width -> width <= channels).toArray();
    return left.length == 0 ? only(channels) : new WidthRule(left);
  }

  /** Only the allowed width closest to what a share of the channels leaves. */
  WidthRule without(double share) {
    int wanted = (int) Math.round((1 - share) * whole());
    return only(nearest(wanted));
  }

  public int smallest() {
    return allowed[0];
  }

  /** The widest, which is all of the group unless its width is given. */
  public int whole() {
    return allowed[allowed.length - 1];
  }

  public boolean canBeCut() {
    return allowed.length > 1;
  }

  /** The allowed width closest to the one wanted; of two equally close ones the wider. */
  public int nearest(int wanted) {
    int above = Arrays.binarySearch(allowed, wanted);
    if (above >= 0) {
      return wanted;
    }
    int next = Math.min(-above - 1, allowed.length - 1);
    int previous = Math.max(next - 1, 0);
    return wanted - allowed[previous] < allowed[next] - wanted ? allowed[previous] : allowed[next];
  }

  /** The next narrower allowed width, or the same when it is the smallest. */
  public int narrower(int width) {
    return allowed[Math.max(0, Arrays.binarySearch(allowed, width) - 1)];
  }

  /** The next wider allowed width, or the same when it is whole. */
  public int wider(int width) {
    return allowed[Math.min(allowed.length - 1, Arrays.binarySearch(allowed, width) + 1)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WidthRule that && Arrays.equals(allowed, that.allowed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(allowed);
  }
}
