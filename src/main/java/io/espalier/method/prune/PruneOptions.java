package io.espalier.method.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.ExactlyOneType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.NamedType;
import io.espalier.json.Option;
import io.espalier.method.spec.Criterion;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.Target;
import io.espalier.method.spec.Target.Measure;
import java.util.Arrays;
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
          NamedType.of(
              ChoiceType.of(Arrays.stream(Criterion.values()), Criterion::wireName),
              "How the importance of a channel is judged."),
          "How the importance of a channel is judged: l1 and l2 by the norm of its weights, random"
              + " by a seeded draw.",
          Criterion.L1,
          Criterion.L1.wireName());
  private static final Option<Target> TARGET =
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
          "minimumChannels",
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
              new PruneSpec(
                  values.get(CRITERION),
                  values.get(TARGET),
                  values.get(ROUNDING),
                  values.get(MINIMUM)),
          new PruneSpec(
              Criterion.L1, new Target(Measure.MACS, 0.5), DEFAULT_ROUNDING, DEFAULT_MINIMUM));

  private PruneOptions() {}

  private static Option<Target> remaining(Measure measure, String what) {
    return Option.required(
        measure.wireName(),
        FractionType.between(Target.LEAST, 1).map(fraction -> new Target(measure, fraction)),
        "Fraction of the %s that remains.".formatted(what));
  }
}
