package io.espalier.engine.train;

import io.espalier.dataset.TrainingData;
import java.util.function.LongSupplier;

/**
 * The loop of every training: batches in, steps of the optimiser, validation, checkpoints.
 *
 * <p>A training that went on from a checkpoint gives the same weights as an undisturbed one, bit by
 * bit, where the learner computes the same twice.
 */
public final class Trainer {
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock nanoseconds from any origin, as {@link System#nanoTime}
   */
  public Trainer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Trains to the end, from the newest checkpoint where one of the same settings is there.
   *
   * @param learner made with the settings' {@link TrainingSettings#learner()}
   * @param data whose epochs give batches of the settings' size
   * @throws io.espalier.problem.EspalierException TRAINING_DIVERGED when the loss, a gradient or a
   *     weight is not finite, and what learner, data, checkpoints and listener throw
   */
  public TrainingResult train(
      Learner learner,
      TrainingSettings settings,
      TrainingData data,
      Checkpoints checkpoints,
      TrainingListener listener) {
    throw new UnsupportedOperationException("Impossible state: " + nanoClock);
  }
}
