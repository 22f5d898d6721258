package io.espalier.method.prune.width;

import io.espalier.graph.cost.Cost;
import io.espalier.method.GroupCut;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentences of a plan. */
final class PlanExplanation {
  private final PruneSpec spec;
  private final SearchSpace space;
  private final Limits limits;

  PlanExplanation(PruneSpec spec, SearchSpace space, Limits limits) {
    this.spec = spec;
    this.space = space;
    this.limits = limits;
  }

  /** Whether and how the budgets are held, and which of them decided. */
  TargetOutcome outcome(List<Integer> widths) {
    double load = limits.load(widths);
    boolean met = Math.abs(load - 1) <= TargetOutcome.TOLERANCE;
    String reached =
        limits.all().stream()
            .map(limit -> reached(limit, widths))
            .collect(Collectors.joining("; "));
    return new TargetOutcome(
        limits.budget(),
        budget(widths),
        met,
        reached + binding(widths) + reason(met, load, widths));
  }

  private static String reached(Limit limit, List<Integer> widths) {
    double reached = fraction(limit, widths);
    return limit.measure() == Measure.LATENCY
        ? String.format(
            Locale.ROOT, "%.3f ms are predicted; %.3f ms were asked for", reached, limit.asked())
        : "%s of the %s remain; %s were asked for"
            .formatted(percent(reached), limit.measure().plural(), percent(limit.asked()));
  }

  /** What remains, in the unit of the budget. */
  private static double fraction(Limit limit, List<Integer> widths) {
    return limit.meter().of(widths) / limit.target() * limit.asked();
  }

  private Budget budget(List<Integer> widths) {
    return new Budget(
        reached(Measure.MACS, widths),
        reached(Measure.PARAMETERS, widths),
        reached(Measure.BYTES, widths),
        reached(Measure.LATENCY, widths));
  }

  private Optional<Double> reached(Measure measure, List<Integer> widths) {
    return limits.all().stream()
        .filter(limit -> limit.measure() == measure)
        .findFirst()
        .map(limit -> fraction(limit, widths));
  }

  private String binding(List<Integer> widths) {
    return limits.all().size() < 2
        ? ""
        : limits
            .binding(widths)
            .map(limit -> ", of which the %s decide".formatted(limit.measure().plural()))
            .orElse("");
  }

  private String reason(boolean met, double load, List<Integer> widths) {
    if (met) {
      return ".";
    }
    if (load < 1 && widths.equals(widest())) {
      return ". This is the most that can remain: the ratios given for single layers alone take more"
          + " than the budget asks for.";
    }
    return widths.equals(space.smallest())
        ? (". This is the least that can be reached: every group is at its smallest width (at least"
                + " %d channels, multiples of %d in wide groups), and the rest cannot be cut.")
            .formatted(spec.widths().minimumChannels(), spec.widths().rounding())
        : (". This is the closest that was found: widths are multiples of %d in wide groups and at"
                + " least %d, and one step changes more than is missing.")
            .formatted(spec.widths().rounding(), spec.widths().minimumChannels());
  }

  private List<Integer> widest() {
    return space.prunables().stream().map(prunable -> prunable.rule().whole()).toList();
  }

  static List<String> warnings(PruneSpec spec, Cost before, List<GroupCut> cuts) {
    List<String> warnings = new ArrayList<>();
    List<String> altered =
        cuts.stream()
            .filter(cut -> cut.altersNormalization() && !cut.removed().isEmpty())
            .map(GroupCut::group)
            .toList();
    if (!altered.isEmpty()) {
      warnings.add(
          ("The target needs channels that are normalised over (%s). The statistics of the"
                  + " normalisation change with them: fine-tune the result.")
              .formatted(String.join(", ", altered)));
    }
    if (spec.criterion() instanceof Criterion.Random) {
      warnings.add("The channels were drawn at random: this is a control, not a compression.");
    }
    if (spec.target().macs().isPresent() && !before.notCosted().isEmpty()) {
      warnings.add(
          "The MACs of %d nodes are unknown and count as 0: %s."
              .formatted(
                  before.notCosted().size(),
                  String.join(", ", before.notCosted().keySet().stream().limit(5).toList())));
    }
    return warnings;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
