package io.espalier.method.finetune;

import io.espalier.json.Option;
import io.espalier.method.spec.FineTuneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.training.AugmentOptions;
import io.espalier.method.spec.training.TrainingOptions;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** The options of a fine-tune step. */
final class FineTuneOptions {
  private static final TrainingOptions TRAINING = new TrainingOptions(TrainingSpec.DEFAULT);

  static final StepDescription<FineTuneSpec> DESCRIPTION =
      TRAINING.restrict(
          StepDescription.of(
              FineTuneSpec.TYPE,
              "Trains the weights on the job's data set; the network stays as it is.",
              all(),
              values -> new FineTuneSpec(TRAINING.read(values), values.get(AugmentOptions.AUGMENT)),
              new FineTuneSpec(TrainingSpec.DEFAULT, List.of())));

  private FineTuneOptions() {}

  private static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(TRAINING.all());
    all.add(AugmentOptions.AUGMENT);
    return all;
  }
}
