package io.espalier.method.prune.width;

import io.espalier.method.TargetOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
public final class WidthSearch {
  /** Closer than this to the target is not tried for. */
  private static final double CLOSE = 0.01;

  private static final int MOST_TRIED = 240;

  private final List<Prunable> prunables;
  private final CostMeter load;
  private final Map<List<Integer>, Double> known = new HashMap<>();

  /**
   * @param load the cost in relation to what it may be: 1 is wanted
   */
  public WidthSearch(List<? extends Prunable> prunables, CostMeter load) {
    this.prunables = List.copyOf(prunables);
    this.load = load;
  }

  /** One width for each prunable. */
  public List<Integer> find() {
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
    boolean tooMuchAtTheLeast = load(widths) > 1 && widths.equals(smallest(prunables));
    boolean near = miss(widths) <= TargetOutcome.TOLERANCE;
    boolean moved = tried > 1;
    return tooMuchAtTheLeast || miss(widths) <= CLOSE || near && moved || tried >= MOST_TRIED;
  }

  /** How far these widths are from the target, relative to it. */
  public double miss(List<Integer> widths) {
    return Math.abs(load(widths) - 1);
  }

  private double load(List<Integer> widths) {
    return known.computeIfAbsent(widths, load::of);
  }

  /** The widths of every prunable at its smallest. */
  public static List<Integer> smallest(List<? extends Prunable> prunables) {
    return widths(prunables, prunable -> prunable.rule().smallest());
  }

  private List<Integer> atBestThreshold() {
    double[] thresholds =
        prunables.stream()
            .flatMapToDouble(prunable -> Arrays.stream(prunable.scores()))
            .sorted()
            .distinct()
            .toArray();
    int below = -1;
    int enough = thresholds.length - 1;
    while (enough - below > 1) {
      int middle = (below + enough) >>> 1;
      if (load(atThreshold(thresholds[middle])) > 1) {
        below = middle;
      } else {
        enough = middle;
      }
    }
    double last = below < 0 ? Double.NEGATIVE_INFINITY : thresholds[below];
    return closest(Stream.of(atThreshold(last), atThreshold(thresholds[enough])));
  }

  private List<Integer> atThreshold(double threshold) {
    return widths(prunables, prunable -> prunable.rule().nearest(prunable.above(threshold)));
  }

  /** Every single width one step narrower or wider. */
  private Stream<List<Integer>> moves(List<Integer> widths) {
    return IntStream.range(0, prunables.size())
        .boxed()
        .flatMap(g -> Stream.of(narrower(widths, g), wider(widths, g)));
  }

  private List<Integer> closest(Stream<List<Integer>> candidates) {
    return candidates.min(Comparator.comparingDouble(this::miss)).orElseThrow();
  }

  private List<Integer> narrower(List<Integer> widths, int at) {
    return with(widths, at, prunables.get(at).rule().narrower(widths.get(at)));
  }

  private List<Integer> wider(List<Integer> widths, int at) {
    return with(widths, at, prunables.get(at).rule().wider(widths.get(at)));
  }

  private static List<Integer> with(List<Integer> widths, int at, int width) {
    List<Integer> changed = new ArrayList<>(widths);
    changed.set(at, width);
    return List.copyOf(changed);
  }

  private static List<Integer> widths(
      List<? extends Prunable> prunables, ToIntFunction<Prunable> width) {
    return prunables.stream().mapToInt(width).boxed().toList();
  }
}
