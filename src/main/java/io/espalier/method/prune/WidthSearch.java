package io.espalier.method.prune;

import io.espalier.method.TargetOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the widths whose cost is closest to a target.
 *
 * <p>First one threshold for the scores of all groups is bisected: the cost never grows with it.
 * Where that leaves more than 1 %, one width moves a step if that is closer; where it leaves more
 * than the tolerance, a best-first search goes on moving single widths by one step. Nothing is
 * random.
 */
final class WidthSearch {
  /** Closer than this to the target is not tried for. */
  private static final double CLOSE = 0.01;

  private static final int MOST_TRIED = 240;

  private final List<PrunableGroup> groups;
  private final ToLongCost cost;
  private final double target;

  /** The cost of a network whose groups have these widths. */
  interface ToLongCost {
    long of(List<Integer> widths);
  }

  /**
   * @param target the cost wanted
   */
  WidthSearch(List<PrunableGroup> groups, ToLongCost cost, double target) {
    this.groups = groups;
    this.cost = cost;
    this.target = target;
  }

  /** One width for each group. */
  List<Integer> find() {
    List<Integer> best = atBestThreshold();
    Queue<List<Integer>> open = new PriorityQueue<>(Comparator.comparingDouble(this::miss));
    Set<List<Integer>> tried = new HashSet<>(Set.of(best));
    open.add(best);
    while (!isDone(best, tried.size()) && !open.isEmpty()) {
      moves(open.remove()).filter(tried::add).forEach(open::add);
      best = open.isEmpty() ? best : closest(Stream.of(best, open.element()));
    }
    return best;
  }

  private boolean isDone(List<Integer> widths, int tried) {
    boolean tooMuchAtTheLeast = cost.of(widths) > target && widths.equals(smallest(groups));
    boolean near = miss(widths) <= TargetOutcome.TOLERANCE;
    boolean moved = tried > 1;
    return tooMuchAtTheLeast || miss(widths) <= CLOSE || near && moved || tried >= MOST_TRIED;
  }

  /** How far these widths are from the target, relative to it. */
  double miss(List<Integer> widths) {
    return Math.abs(cost.of(widths) / target - 1);
  }

  /** The widths of every group at its smallest. */
  static List<Integer> smallest(List<PrunableGroup> groups) {
    return widths(groups, group -> group.rule().smallest());
  }

  private List<Integer> atBestThreshold() {
    double[] thresholds =
        groups.stream()
            .flatMapToDouble(group -> Arrays.stream(group.scores()))
            .sorted()
            .distinct()
            .toArray();
    int below = -1;
    int enough = thresholds.length - 1;
    while (enough - below > 1) {
      int middle = (below + enough) >>> 1;
      if (cost.of(atThreshold(thresholds[middle])) > target) {
        below = middle;
      } else {
        enough = middle;
      }
    }
    double last = below < 0 ? Double.NEGATIVE_INFINITY : thresholds[below];
    return closest(Stream.of(atThreshold(last), atThreshold(thresholds[enough])));
  }

  private List<Integer> atThreshold(double threshold) {
    return widths(groups, group -> group.rule().nearest(group.above(threshold)));
  }

  /** Every single width one step narrower or wider. */
  private Stream<List<Integer>> moves(List<Integer> widths) {
    return IntStream.range(0, groups.size())
        .boxed()
        .flatMap(g -> Stream.of(narrower(widths, g), wider(widths, g)));
  }

  private List<Integer> closest(Stream<List<Integer>> candidates) {
    return candidates.min(Comparator.comparingDouble(this::miss)).orElseThrow();
  }

  private List<Integer> narrower(List<Integer> widths, int group) {
    return with(widths, group, groups.get(group).rule().narrower(widths.get(group)));
  }

  private List<Integer> wider(List<Integer> widths, int group) {
    return with(widths, group, groups.get(group).rule().wider(widths.get(group)));
  }

  private static List<Integer> with(List<Integer> widths, int group, int width) {
    List<Integer> changed = new ArrayList<>(widths);
    changed.set(group, width);
    return List.copyOf(changed);
  }

  private static List<Integer> widths(
      List<PrunableGroup> groups, ToIntFunction<PrunableGroup> width) {
    return groups.stream().map(width::applyAsInt).toList();
  }
}
