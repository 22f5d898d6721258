package io.espalier.method.prune.latency;

import io.espalier.graph.Graph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** Cuts a network until the time that is measured of it is within its budget. */
public final class TimeBudget {
  /** How far, relative to the budget, a measured time may be above it. */
  public static final double TOLERANCE = 0.05;

  private static final int MOST_CUTS = 4;

  private TimeBudget() {}

  /**
   * A cut for a budget.
   *
   * @param predicted milliseconds
   */
  public record Proposal<C>(C cut, Graph graph, double predicted) {}

  /**
   * A cut that was measured.
   *
   * @param predicted milliseconds
   * @param measured milliseconds
   */
  public record Measured<C>(C cut, double predicted, double measured) {}

  /**
   * The first cut that is measured within the budget. Where the prediction was too low, the budget
   * is tightened by as much and the cut is made again, at most three times.
   *
   * @param asked milliseconds
   * @param cut for a budget in milliseconds, or the nearest to it
   * @param measure milliseconds of a graph
   * @throws EspalierException INFEASIBLE_PLAN with the least time that was reached
   */
  public static <C> Measured<C> meet(
      double asked, DoubleFunction<Proposal<C>> cut, ToDoubleFunction<Graph> measure) {
    List<Measured<C>> made = new ArrayList<>();
    double budget = asked;
    while (made.size() < MOST_CUTS) {
      Proposal<C> proposal = cut.apply(budget);
      double measured = measure.applyAsDouble(proposal.graph());
      made.add(new Measured<>(proposal.cut(), proposal.predicted(), measured));
      if (measured <= asked * (1 + TOLERANCE)) {
        return made.getLast();
      }
      budget *= asked / measured;
    }
    throw unreachable(
        asked, made.stream().min(Comparator.comparingDouble(Measured::measured)).orElseThrow());
  }

  private static EspalierException unreachable(double asked, Measured<?> least) {
    return new EspalierException(
        ErrorCode.INFEASIBLE_PLAN,
        String.format(
            Locale.ROOT,
            "The latencyMillis (%s) is not reached: the least that was measured of a cut network is"
                + " %.3f ms. Ask for more time, allow narrower layers with minChannels, or let"
                + " blocks go too.",
            asked,
            least.measured()));
  }
}
