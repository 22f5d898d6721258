package io.espalier.method.prune.recovery;

import io.espalier.method.StepContext;

/** Who learns how far a recovery is, and may end it. */
public interface RecoveryWatcher {
  /**
   * Reports how far the recovery is.
   *
   * @param fraction done so far, in [0, 1]
   * @param activity what is being done, as a person reads it
   */
  void progress(double fraction, String activity);

  /**
   * Ends the recovery; called at least every second of work.
   *
   * @throws java.util.concurrent.CancellationException when it has to end
   */
  void throwIfCancelled();

  /** A watcher that tells a step, to which the recovery is the part between two fractions. */
  static RecoveryWatcher of(StepContext step, double from, double to) {
    return new RecoveryWatcher() {
      @Override
      public void progress(double fraction, String activity) {
        step.progress(from + fraction * (to - from), activity);
      }

      @Override
      public void throwIfCancelled() {
        step.throwIfCancelled();
      }
    };
  }
}
