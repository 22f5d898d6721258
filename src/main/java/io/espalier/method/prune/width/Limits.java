package io.espalier.method.prune.width;

import io.espalier.graph.cost.Cost;
import io.espalier.method.PlanContext;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.prune.Budget;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All budgets of a step, which hold together, over one search space. */
public record Limits(Budget budget, List<Limit> all) {
  public Limits {
    all = List.copyOf(all);
  }

  /**
   * The limits of a budget.
   *
   * @param whole cost of the network that fractions are of
   * @param time empty while times cannot be told; they do not limit then
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when the network has nothing of
   *     what a budget counts
   */
  public static Limits of(
      Budget budget, Cost whole, SearchSpace space, Optional<TimePredictor> time) {
    Problems problems = new Problems();
    List<Limit> limits = new ArrayList<>();
    for (Measure measure : Measure.of(budget)) {
      double asked = measure.asked(budget).orElseThrow();
      if (measure == Measure.LATENCY) {
        time.ifPresent(
            predictor ->
                limits.add(
                    new Limit(
                        measure, asked, asked, widths -> predictor.millis(space.preview(widths)))));
      } else if (measure.counted(whole) == 0) {
        problems.add("model:graph", "nothing-to-count", nothing(measure));
      } else {
        double target = asked * measure.counted(whole);
        limits.add(new Limit(measure, asked, target, space.counting(measure)));
      }
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
    return new Limits(budget, limits);
  }

  private static String nothing(Measure measure) {
    return "The model has no %s that could be counted, so no fraction of them can remain."
        .formatted(measure.plural());
  }

  /** How much of what is allowed a network takes, by the measure that takes most: 1 is all. */
  public double load(List<Integer> widths) {
    return all.stream().mapToDouble(limit -> load(limit, widths)).max().orElse(1);
  }

  private static double load(Limit limit, List<Integer> widths) {
    return limit.meter().of(widths) / limit.target();
  }

  /** The limit that takes most of what it allows; empty where there is none. */
  public Optional<Limit> binding(List<Integer> widths) {
    return all.stream().max(Comparator.comparingDouble(limit -> load(limit, widths)));
  }

  /**
   * Refuses budgets that the smallest allowed network is above.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) with every such budget and the
   *     least that can be reached
   */
  public void requireReachable(SearchSpace space, PlanContext context) {
    List<Integer> smallest = space.smallest();
    Problems problems = new Problems();
    for (Limit limit : all) {
      double load = load(limit, smallest);
      if (load > 1 + TargetOutcome.TOLERANCE) {
        problems.add(
            context.place("target/" + limit.measure().wireName()),
            "unreachable-budget",
            unreachable(limit, load));
      }
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
  }

  private static String unreachable(Limit limit, double load) {
    return ("The budget (%s) of %s cannot be reached: the least that the allowed widths leave is"
            + " %s. Ask for more, or allow narrower layers, further levels or fewer protected"
            + " layers.")
        .formatted(number(limit.asked()), limit.measure().wireName(), number(limit.asked() * load));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
