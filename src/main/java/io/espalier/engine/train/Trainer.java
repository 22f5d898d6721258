package io.espalier.engine.train;

import io.espalier.dataset.TrainingData;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.function.LongSupplier;

/**
 * The loop of every training: batches in, steps of the optimiser, validation, checkpoints.
 *
 * <p>State is saved at the end of every epoch, at least every 60 seconds of computing, when the
 * listener stops the training, and when it is complete, so that it is not repeated. A step that has
 * already computed for some seconds is broken off by a stop and repeated later.
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
   * @throws EspalierException TRAINING_DIVERGED when the loss, a gradient or a weight is not
   *     finite, INFEASIBLE_PLAN when early stopping has no validation samples, and what learner,
   *     data, checkpoints and listener throw
   */
  public TrainingResult train(
      Learner learner,
      TrainingSettings settings,
      TrainingData data,
      Checkpoints checkpoints,
      TrainingListener listener) {
    requireValidation(settings, data);
    return new TrainingRun(learner, settings, data, checkpoints, listener, nanoClock).run();
  }

  private static void requireValidation(TrainingSettings settings, TrainingData data) {
    if (settings.earlyStopping().isPresent() && data.validationSamples() == 0) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "Early stopping needs validation samples, but none of the %d training samples is held"
                  .formatted(data.samples())
              + " back. Give a larger share in earlyStopping.validation.");
    }
  }
}
