package io.espalier.method;

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

  /** A context that nobody watches and nobody cancels. */
  static StepContext unwatched() {
    return new StepContext() {
      @Override
      public void progress(double fraction, String activity) {}

      @Override
      public void throwIfCancelled() {}
    };
  }
}
