package io.espalier.method.spec.prune;

import io.espalier.json.ChoiceType;
import io.espalier.json.IntegerType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that say how a cut network is brought back. */
public final class RecoveryOptions {
  private static final int MOST_BATCH = 4096;

  private static final Option<Optional<List<Recovery>>> RECOVERY =
      Option.optional(
          "recovery",
          ListType.ofDistinct(
                  ChoiceType.of(Arrays.stream(Recovery.values()), Recovery::wireName),
                  Recovery.values().length,
                  one -> one)
              .orNone(),
          "What brings the cut network back without labels, in this order; without it, what suits"
              + " a job that names a data set, and nothing for one that does not.");
  private static final Option<Integer> SAMPLES =
      Option.withDefault(
          "samples",
          IntegerType.ofInt(1, CriterionOptions.MOST_SAMPLES),
          "Samples of the training split; fewer where it has fewer.",
          RecoveryPlan.AUTOMATIC.samples(),
          RecoveryPlan.AUTOMATIC.samples());
  private static final Option<Integer> BATCH_SIZE =
      Option.withDefault(
          "batchSize",
          IntegerType.ofInt(1, MOST_BATCH),
          "Samples that are run at once.",
          RecoveryPlan.AUTOMATIC.batchSize(),
          RecoveryPlan.AUTOMATIC.batchSize());
  private static final Option<RecoveryPlan> CALIBRATION =
      Option.withDefault(
          "calibration",
          ObjectType.of(
              List.of(SAMPLES, BATCH_SIZE),
              values ->
                  new RecoveryPlan(Optional.empty(), values.get(SAMPLES), values.get(BATCH_SIZE))),
          "What the network is measured on when it is brought back.",
          RecoveryPlan.AUTOMATIC,
          calibration(RecoveryPlan.AUTOMATIC));

  /** Every option, in the order documents list them. */
  public static final List<Option<?>> ALL = List.of(RECOVERY, CALIBRATION);

  private RecoveryOptions() {}

  public static RecoveryPlan read(OptionValues values) {
    RecoveryPlan calibration = values.get(CALIBRATION);
    return new RecoveryPlan(values.get(RECOVERY), calibration.samples(), calibration.batchSize());
  }

  /** Every way to bring a network back. */
  public static List<Choice> choices() {
    return Arrays.stream(Recovery.values())
        .map(
            recovery ->
                new Choice(
                    RECOVERY.name(), recovery.wireName(), meaning(recovery), true, false, Map.of()))
        .toList();
  }

  /** A plan as members of a step; automatic recovery is written by leaving it out. */
  public static Map<String, Object> document(RecoveryPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    plan.asked()
        .ifPresent(
            asked ->
                document.put(RECOVERY.name(), asked.stream().map(Recovery::wireName).toList()));
    document.put(CALIBRATION.name(), calibration(plan));
    return document;
  }

  private static Map<String, Object> calibration(RecoveryPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(SAMPLES.name(), plan.samples());
    document.put(BATCH_SIZE.name(), plan.batchSize());
    return document;
  }

  private static String meaning(Recovery recovery) {
    return switch (recovery) {
      case BN_RECALIBRATION -> "Statistics of every BatchNormalization are measured anew.";
      case LEAST_SQUARES ->
          "Weights of every layer that lost inputs are refitted to the outputs it had.";
      case BIAS_CORRECTION -> "Biases are moved so that outputs have the means they had.";
    };
  }
}
