package io.espalier.method;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/** What a running step is connected to: it reports progress and learns that it has to stop. */
public interface StepContext {
  /**
   * Reports how far the step is.
   *
   * @param fraction done so far, in [0, 1]
   * @param activity what is being done, as a person reads it
   */
  void progress(double fraction, String activity);

  /**
   * Ends the step when its job was cancelled; called at least every second of work.
   *
   * @throws java.util.concurrent.CancellationException when it was
   */
  void throwIfCancelled();

  /**
   * Hands over the best that was found so far, which is kept should the job end without a result;
   * it takes the place of what was handed over under the same name.
   */
  default void keep(StepDocument document) {}

  /** Whether the job names a data set with a training split, so that {@link #training} gives it. */
  default boolean hasData() {
    return false;
  }

  /**
   * What the step trains with.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED when the job names no data set
   */
  TrainingContext training();

  /**
   * What the step measures time with.
   *
   * @throws IllegalStateException where there is nothing to measure with
   */
  default LatencyInstruments latency() {
    throw new IllegalStateException("Nothing is measured here.");
  }

  /** A context without data that nobody watches and nobody cancels. */
  static StepContext unwatched() {
    return new StepContext() {
      @Override
      public void progress(double fraction, String activity) {}

      @Override
      public void throwIfCancelled() {}

      @Override
      public TrainingContext training() {
        throw new EspalierException(
            ErrorCode.VALIDATION_FAILED, "The job names no data set to train on.");
      }
    };
  }
}
