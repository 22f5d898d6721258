package io.espalier.method.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.ExactlyOneType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.Option;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.List;

/** The options of a prune step. */
final class PruneOptions {
  private static final int DEFAULT_ROUNDING = 8;
  private static final int MOST_ROUNDING = 256;
  private static final int DEFAULT_MINIMUM = 4;
  private static final int MOST_MINIMUM = 65_536;

  private static final Option<Criterion> CRITERION =
      Option.withDefault(
          "criterion",
          ChoiceType.of(List.of("l1", "l2", "random").stream(), name -> name)
              .map(PruneOptions::named),
          "How the importance of a channel is judged: l1 and l2 by the norm of its weights, random"
              + " by a seeded draw.",
          new Criterion.L1(),
          "l1");
  private static final Option<Budget> TARGET =
      Option.required(
          "target",
          ExactlyOneType.of(
              List.of(
                  remaining(Measure.MACS, "multiply-accumulates of one sample"),
                  remaining(Measure.PARAMETERS, "parameters"))),
          "What has to remain: {\"macs\": 0.5} keeps half of the multiply-accumulates.");
  private static final Option<Integer> ROUNDING =
      Option.withDefault(
          "rounding",
          IntegerType.ofInt(1, MOST_ROUNDING),
          "Widths become a multiple of this in layers at least twice as wide; 1 allows any width.",
          DEFAULT_ROUNDING,
          DEFAULT_ROUNDING);
  private static final Option<Integer> MINIMUM =
      Option.withDefault(
          "minChannels",
          IntegerType.ofInt(1, MOST_MINIMUM),
          "The fewest channels a layer is left with; layers that have fewer stay whole.",
          DEFAULT_MINIMUM,
          DEFAULT_MINIMUM);

  static final StepDescription<PruneSpec> DESCRIPTION =
      StepDescription.of(
          PruneSpec.TYPE,
          "Removes the least important channels of all layers, so that the model is physically"
              + " smaller.",
          List.of(CRITERION, TARGET, ROUNDING, MINIMUM),
          values ->
              PruneSpec.of(values.get(CRITERION), values.get(TARGET))
                  .withWidths(new WidthLimits(values.get(ROUNDING), values.get(MINIMUM))),
          PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5)));

  private PruneOptions() {}

  private static Criterion named(String name) {
    return switch (name) {
      case "l1" -> new Criterion.L1();
      case "l2" -> new Criterion.L2();
      default -> new Criterion.Random();
    };
  }

  private static Option<Budget> remaining(Measure measure, String what) {
    return Option.required(
        measure.wireName(),
        FractionType.between(Budget.LEAST, 1)
            .map(
                value ->
                    measure == Measure.MACS ? Budget.ofMacs(value) : Budget.ofParameters(value)),
        "Fraction of the %s that remains.".formatted(what));
  }
}
