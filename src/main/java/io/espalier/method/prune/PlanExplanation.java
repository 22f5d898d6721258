package io.espalier.method.prune;

import io.espalier.graph.cost.Cost;
import io.espalier.method.GroupCut;
import io.espalier.method.TargetOutcome;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences of a plan. */
final class PlanExplanation {
  private PlanExplanation() {}

  /**
   * Whether and how the target is reached.
   *
   * @param reached fraction that remains
   * @param exhausted true when every group is at its smallest width
   */
  static TargetOutcome outcome(PruneSpec spec, double reached, boolean exhausted) {
    double asked = Measure.remaining(spec.target());
    boolean met = Math.abs(reached / asked - 1) <= TargetOutcome.TOLERANCE;
    String result =
        "%s of the %s remain; %s were asked for"
            .formatted(percent(reached), name(Measure.of(spec.target())), percent(asked));
    return new TargetOutcome(
        spec.target(), reached(spec.target(), reached), met, result + reason(spec, met, exhausted));
  }

  private static String reason(PruneSpec spec, boolean met, boolean exhausted) {
    if (met) {
      return ".";
    }
    return exhausted
        ? (". This is the least that can be reached: every group is at its smallest width (at least"
                + " %d channels, multiples of %d in wide groups), and the rest cannot be cut.")
            .formatted(spec.widths().minimumChannels(), spec.widths().rounding())
        : (". This is the closest that was found: widths are multiples of %d in wide groups and at"
                + " least %d, and one step changes more than is missing.")
            .formatted(spec.widths().rounding(), spec.widths().minimumChannels());
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
    if (Measure.of(spec.target()) == Measure.MACS && !before.notCosted().isEmpty()) {
      warnings.add(
          "The MACs of %d nodes are unknown and count as 0: %s."
              .formatted(
                  before.notCosted().size(),
                  String.join(", ", before.notCosted().keySet().stream().limit(5).toList())));
    }
    return warnings;
  }

  private static Budget reached(Budget asked, double reached) {
    return asked.macs().isPresent() ? Budget.ofMacs(reached) : Budget.ofParameters(reached);
  }

  private static String name(Measure measure) {
    return switch (measure) {
      case MACS -> "MACs";
      case PARAMETERS -> "parameters";
    };
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
