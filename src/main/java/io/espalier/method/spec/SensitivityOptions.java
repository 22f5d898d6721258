package io.espalier.method.spec;

import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.ListType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.CriterionOptions;
import io.espalier.method.spec.prune.PruneLevel;
import java.util.List;
import java.util.Set;

/** The options of a measurement of sensitivity. */
public final class SensitivityOptions {
  private static final int MOST_SAMPLES = 65_536;
  private static final int MOST_RATIOS = 64;
  private static final double LEAST_RATIO = 0.001;
  private static final List<PruneLevel> LEVELS_OF_CHANNELS =
      List.of(
          PruneLevel.FILTER,
          PruneLevel.STAGE,
          PruneLevel.MLP,
          PruneLevel.HEAD,
          PruneLevel.HEAD_DIMENSION);

  private static final Option<List<PruneLevel>> LEVELS =
      Option.withDefault(
          "levels",
          ListType.ofDistinct(
              ChoiceType.of(LEVELS_OF_CHANNELS.stream(), PruneLevel::wireName),
              LEVELS_OF_CHANNELS.size(),
              level -> level),
          "Whose channels are silenced.",
          List.copyOf(SensitivitySpec.USUAL.levels()),
          PruneLevel.wireNames(SensitivitySpec.USUAL.levels()));
  private static final Option<Criterion> CRITERION =
      Option.withDefault(
          "criterion",
          CriterionOptions.type(),
          "Which channels of a group are silenced first.",
          SensitivitySpec.USUAL.criterion(),
          CriterionOptions.document(SensitivitySpec.USUAL.criterion()));
  private static final Option<List<Double>> RATIOS =
      Option.withDefault(
          "ratios",
          ListType.ofDistinct(FractionType.between(LEAST_RATIO, 1), MOST_RATIOS, ratio -> ratio),
          "Shares of the channels of a group that are silenced; at least one channel goes, and one"
              + " stays.",
          SensitivitySpec.USUAL.ratios(),
          SensitivitySpec.USUAL.ratios());
  private static final Option<Integer> SAMPLES =
      Option.withDefault(
          "samples",
          IntegerType.ofInt(1, MOST_SAMPLES),
          "Samples of the training split that answers are compared on; fewer where it has fewer.",
          SensitivitySpec.USUAL.samples(),
          SensitivitySpec.USUAL.samples());

  /** Every option, in the order documents list them. */
  static final List<Option<?>> ALL = List.of(LEVELS, CRITERION, RATIOS, SAMPLES);

  public static final StepDescription<SensitivitySpec> DESCRIPTION =
      StepDescription.of(
          SensitivitySpec.TYPE,
          "Measures how far the answers move when channels of one group are silenced; the model"
              + " stays as it is.",
          ALL,
          SensitivityOptions::read,
          SensitivitySpec.USUAL);

  private SensitivityOptions() {}

  static SensitivitySpec read(OptionValues values) {
    return new SensitivitySpec(
        Set.copyOf(values.get(LEVELS)),
        values.get(CRITERION),
        values.get(RATIOS),
        values.get(SAMPLES));
  }
}
