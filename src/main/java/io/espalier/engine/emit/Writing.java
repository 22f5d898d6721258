package io.espalier.engine.emit;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.ElementType;
import java.util.Optional;

/**
 * What a program is written for.
 *
 * @param learns true for one that is differentiated
 * @param frozenStatistics true when its batch normalisations keep their running statistics
 * @param keepsConstants true when no floating constant may stand in the text, since its value
 *     changes
 * @param low the type that convolutions and matrix products compute with in place of float
 */
record Writing(
    boolean learns, boolean frozenStatistics, boolean keepsConstants, Optional<ElementType> low) {
  /** Identifier of the generator of random numbers. */
  static final String GENERATOR = "random";

  static final Writing TO_RUN = new Writing(false, false, false, Optional.empty());

  /** For constants that are replaced or differentiated; always in evaluation mode. */
  static final Writing TO_MEASURE = new Writing(false, true, true, Optional.empty());

  static Writing toLearn(LearnerSettings settings) {
    boolean frozen = settings.batchNorm() == BatchNormMode.FROZEN;
    return new Writing(true, frozen, false, low(settings.precision()));
  }

  static Writing toTeach(LearnerSettings settings) {
    return new Writing(false, true, false, low(settings.precision()));
  }

  private static Optional<ElementType> low(TrainingPrecision precision) {
    return switch (precision) {
      case FP32 -> Optional.empty();
      case BF16 -> Optional.of(ElementType.BFLOAT16);
      case FP16 -> Optional.of(ElementType.FLOAT16);
    };
  }

  /** The expression that says whether a batch normalisation uses the statistics of the batch. */
  String batchStatistics() {
    return frozenStatistics ? "False" : Site.TRAINING;
  }
}
