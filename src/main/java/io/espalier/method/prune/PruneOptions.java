package io.espalier.method.prune;

import io.espalier.json.BooleanType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Choice;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.CriterionOptions;
import io.espalier.method.spec.prune.FlowOptions;
import io.espalier.method.spec.prune.LayerOptions;
import io.espalier.method.spec.prune.LevelOptions;
import io.espalier.method.spec.prune.RankingOptions;
import io.espalier.method.spec.prune.RecoveryOptions;
import io.espalier.method.spec.prune.TargetOptions;
import io.espalier.method.spec.prune.WidthOptions;
import java.util.List;
import java.util.stream.Stream;

/** The options of a prune step. */
final class PruneOptions {
  private static final Option<Criterion> CRITERION =
      Option.withDefault(
          "criterion",
          CriterionOptions.type(),
          "How the importance of a channel is judged; the least important go.",
          new Criterion.L1(),
          CriterionOptions.document(new Criterion.L1()));
  private static final Option<Boolean> CONTROL =
      Option.withDefault(
          "control",
          BooleanType.either(),
          "Whether a cut of the same widths with randomly drawn channels is made and measured too.",
          false,
          false);

  static final StepDescription<PruneSpec> DESCRIPTION =
      WidthOptions.restrict(
              LevelOptions.restrict(
                  StepDescription.of(
                      PruneSpec.TYPE,
                      "Removes the least important channels of all layers, so that the model is"
                          + " physically smaller.",
                      all(),
                      PruneOptions::read,
                      PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5)))))
          .withChoices(choices());

  private PruneOptions() {}

  private static List<Option<?>> all() {
    return Stream.of(
            LevelOptions.ALL,
            List.<Option<?>>of(CRITERION),
            RankingOptions.ALL,
            List.<Option<?>>of(TargetOptions.TARGET),
            WidthOptions.ALL,
            LayerOptions.ALL,
            RecoveryOptions.ALL,
            List.<Option<?>>of(FlowOptions.FLOW, CONTROL))
        .<Option<?>>flatMap(List::stream)
        .toList();
  }

  private static PruneSpec read(OptionValues values) {
    return new PruneSpec(
        LevelOptions.read(values),
        values.get(CRITERION),
        RankingOptions.read(values),
        values.get(TargetOptions.TARGET),
        WidthOptions.read(values),
        LayerOptions.read(values),
        RecoveryOptions.read(values),
        values.get(FlowOptions.FLOW),
        values.get(CONTROL));
  }

  private static List<Choice> choices() {
    return Stream.of(CriterionOptions.choices(), RecoveryOptions.choices(), FlowOptions.choices())
        .flatMap(List::stream)
        .toList();
  }
}
