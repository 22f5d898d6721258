package io.espalier.engine.train;

import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param batch samples of one step of the optimiser, at least 1
 * @param microBatch most samples that are on the device at once, from 1 to {@code batch}; a batch
 *     that has more is taken in parts of nearly the same size, whose gradients are added
 * @param learner what the learner was made with
 * @param earlyStopping needs validation samples in the training data
 * @param seed of what the network draws while it learns
 */
public record TrainingSettings(
    Length length,
    int batch,
    int microBatch,
    LearnerSettings learner,
    Schedule schedule,
    Optional<EarlyStopping> earlyStopping,
    long seed) {

  public TrainingSettings {
    if (batch < 1 || microBatch < 1 || microBatch > batch) {
      throw new IllegalArgumentException(
          "The micro-batch (%d) must be between 1 and the batch (%d)."
              .formatted(microBatch, batch));
    }
  }

  /** How long a training lasts. */
  public sealed interface Length {
    /** So many passes over the samples; 0 leaves the weights as they are. */
    record Epochs(int count) implements Length {}

    /** So many steps of the optimiser, in as many passes as they need. */
    record Steps(long count) implements Length {}

    /**
     * Steps in all.
     *
     * @param perEpoch steps of one pass
     */
    default long steps(long perEpoch) {
      return switch (this) {
        case Epochs epochs -> Math.multiplyExact(epochs.count(), perEpoch);
        case Steps steps -> perEpoch == 0 ? 0 : steps.count();
      };
    }
  }

  /**
   * Ends a training whose validation loss no longer falls, and gives back the weights that had the
   * lowest.
   *
   * @param patience epochs in a row without an improvement after which it ends, at least 1
   * @param minimumImprovement what the loss must fall by to count, at least 0
   */
  public record EarlyStopping(int patience, double minimumImprovement) {}
}
