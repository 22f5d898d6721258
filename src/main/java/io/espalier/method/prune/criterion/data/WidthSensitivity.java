package io.espalier.method.prune.criterion.data;

import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides how much each group gives up by what its widths do to the network's answers.
 *
 * <ul>
 *   <li>{@code d(g, r)}: the divergence of the answers, as {@link OutputDivergence} measures it,
 *       with the r channels of group g silenced that score least; r in {@value #STEPS} steps, made
 *       monotone by the running maximum.
 *   <li>The widths that make {@code Σ_g d(g, r_g)} least under a budget are, for some price of a
 *       unit of cost, those that make {@code d + price · cost} least in every group on its own. So
 *       a channel's score is the slope of the lower convex hull of d over the cost that goes: one
 *       threshold over all groups is the price.
 * </ul>
 *
 * <p>Which channels go first within a group stays as it was. The cost of a channel is that in the
 * network as it is; where two groups share a layer, the search counts what both of them really
 * save.
 *
 * <p>Source: the sensitivity map of AIMET and FastNAS with the Lagrangian of a multiple-choice
 * knapsack (Shoham and Gersho, Efficient Bit Allocation for an Arbitrary Set of Quantizers, 1988).
 * Unlike there, no accuracy is read, so no labels are.
 */
public final class WidthSensitivity {
  static final int STEPS = 8;

  private final ScoringContext context;
  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  public WidthSensitivity(ScoringContext context, int samples) {
    this.context = context;
    this.samples = samples;
  }

  /**
   * New scores in the same order within each group.
   *
   * @param scores of the channels of each group, low goes first, equal ones from the end
   * @param costs that one channel of each group has, in any unit that is the same for all
   */
  public List<double[]> of(List<ChannelGroup> groups, List<double[]> scores, double[] costs) {
    List<List<Integer>> orders = scores.stream().map(WidthSensitivity::order).toList();
    List<double[]> distances =
        new Silencing(context, samples)
            .distances(groups, orders.stream().map(WidthSensitivity::sets).toList());
    return IntStream.range(0, groups.size())
        .mapToObj(g -> slopes(orders.get(g), distances.get(g), costs[g]))
        .toList();
  }

  /** The divergence of the answers without each of some branches, which go together. */
  public double[] ofBranches(List<List<ResidualBlock>> branches) {
    return branches.isEmpty() ? new double[0] : BlockDivergence.of(branches, context, samples);
  }

  private static List<Integer> order(double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer channel) -> scores[channel])
                .thenComparing(Comparator.reverseOrder()))
        .toList();
  }

  /** How many channels go at each step, without none and all. */
  private static int[] counts(int channels) {
    return IntStream.range(1, STEPS)
        .map(step -> (int) Math.round((double) channels * step / STEPS))
        .filter(count -> count > 0 && count < channels)
        .distinct()
        .toArray();
  }

  private static List<Set<Integer>> sets(List<Integer> order) {
    List<Set<Integer>> sets = new ArrayList<>();
    for (int count : counts(order.size())) {
      sets.add(Set.copyOf(order.subList(0, count)));
    }
    return sets;
  }

  /** The slope of the hull at each channel; past the last step that of the last segment. */
  static double[] slopes(List<Integer> order, double[] distances, double cost) {
    int[] counts = counts(order.size());
    double[] at = new double[counts.length + 1];
    double[] divergence = new double[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      at[i + 1] = counts[i];
      divergence[i + 1] = Math.max(divergence[i], distances[i]);
    }
    int[] channels = order.stream().mapToInt(Integer::intValue).toArray();
    double[] slopes = new double[channels.length];
    int from = 0;
    while (from < counts.length) {
      int to = endOfSegment(at, divergence, from);
      double slope = (divergence[to] - divergence[from]) / (at[to] - at[from]) / cost;
      int end = to == counts.length ? channels.length : counts[to - 1];
      for (int i = from == 0 ? 0 : counts[from - 1]; i < end; i++) {
        slopes[i] = slope;
      }
      from = to;
    }
    return RemovalOrder.scores(channels, slopes);
  }

  /** The point that the hull goes to next: the one of the least slope, the farthest of equals. */
  private static int endOfSegment(double[] at, double[] divergence, int from) {
    int end = from + 1;
    double least = Double.POSITIVE_INFINITY;
    for (int to = from + 1; to < at.length; to++) {
      double slope = (divergence[to] - divergence[from]) / (at[to] - at[from]);
      if (slope <= least) {
        least = slope;
        end = to;
      }
    }
    return end;
  }
}
