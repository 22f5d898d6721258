package io.espalier.method.prune.width;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Level;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The search over chains of layers, whose cost is the sum of the products of neighbouring widths.
 */
final class WidthSearchTest {
  private static final int CHAINS = 150;
  private static final int INPUTS = 3;
  private static final int CLASSES = 10;

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.75, 0.95})
  void comesWithinTwoPercentOrToTheLeast(double remaining) {
    Random random = new Random(7);
    for (int chain = 0; chain < CHAINS; chain++) {
      List<PrunableGroup> groups = groups(random, 4 + random.nextInt(12), 24, 8);
      double target = remaining * cost(whole(groups));
      WidthSearch search = new WidthSearch(groups, load(target));
      List<Integer> widths = search.find();
      boolean exhausted = widths.equals(WidthSearch.smallest(groups));
      assertThat(search.miss(widths) <= TargetOutcome.TOLERANCE || exhausted)
          .as("chain %d: %s misses by %.3f", chain, widths, search.miss(widths))
          .isTrue();
      assertThat(exhausted && cost(widths) < target * (1 - TargetOutcome.TOLERANCE)).isFalse();
    }
  }

  @Test
  void givesOnlyAllowedWidths() {
    Random random = new Random(3);
    for (int chain = 0; chain < CHAINS; chain++) {
      List<PrunableGroup> groups = groups(random, 6, 2, 8);
      List<Integer> widths = new WidthSearch(groups, load(0.4 * cost(whole(groups)))).find();
      for (int g = 0; g < widths.size(); g++) {
        WidthRule rule = groups.get(g).rule();
        assertThat(rule.nearest(widths.get(g))).isEqualTo(widths.get(g));
        assertThat(widths.get(g)).isBetween(rule.smallest(), rule.whole());
      }
    }
  }

  @Test
  void keepsTheGroupWithTheHigherScores() {
    PrunableGroup weak = group(ramp(64, 0, 1), 1);
    PrunableGroup strong = group(ramp(64, 2, 3), 1);
    List<Integer> widths =
        new WidthSearch(
                List.of(weak, strong), found -> (found.get(0) + found.get(1)) / (0.75 * 128))
            .find();
    assertThat(widths).containsExactly(32, 64);
  }

  @Test
  void cutsNothingWhenNearlyEverythingMayRemain() {
    List<PrunableGroup> groups = groups(new Random(1), 5, 64, 8);
    double target = 0.999 * cost(whole(groups));
    assertThat(new WidthSearch(groups, load(target)).miss(whole(groups)))
        .isLessThan(TargetOutcome.TOLERANCE);
  }

  @Test
  void removesLowestScoresFirstAndOfEqualOnesTheLast() {
    PrunableGroup group = group(new double[] {3, 1, 2, 1, 5}, 1);
    assertThat(group.removedAt(4)).containsExactly(3);
    assertThat(group.removedAt(3)).containsExactlyInAnyOrder(3, 1);
    assertThat(group.removedAt(5)).isEmpty();
  }

  private static CostMeter load(double target) {
    return widths -> cost(widths) / target;
  }

  private static long cost(List<Integer> widths) {
    long macs = 0;
    int previous = INPUTS;
    for (int width : widths) {
      macs += (long) previous * width;
      previous = width;
    }
    return macs + (long) previous * CLASSES;
  }

  private static List<Integer> whole(List<PrunableGroup> groups) {
    return groups.stream().map(group -> group.rule().whole()).toList();
  }

  private static List<PrunableGroup> groups(Random random, int count, int least, int rounding) {
    List<PrunableGroup> groups = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      double[] scores = random.doubles(least + random.nextInt(200)).map(u -> 0.5 + u).toArray();
      groups.add(group(scores, rounding));
    }
    return groups;
  }

  private static PrunableGroup group(double[] scores, int rounding) {
    ChannelGroup group =
        new ChannelGroup("g", Level.FILTER, scores.length, List.of(), List.of(), List.of(), false);
    return new PrunableGroup(
        group,
        PruneLevel.FILTER,
        scores,
        WidthRule.of(scores.length, new WidthLimits(rounding, 1)));
  }

  private static double[] ramp(int channels, double from, double to) {
    return IntStream.range(0, channels)
        .mapToDouble(c -> from + (to - from) * c / channels)
        .toArray();
  }
}
