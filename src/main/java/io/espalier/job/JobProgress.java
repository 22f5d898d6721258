package io.espalier.job;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an attempt has come.
 *
 * @param fraction in [0, 1]; never falls within one attempt
 * @param phase an upper-case word, open ended, for example {@code COMPRESSING}; empty before the
 *     first
 * @param message a sentence for the user, or empty; both texts are cut to what is kept of them
 * @param secondsLeft estimated until the training that runs ends, at least 0; null where nothing is
 *     known
 */
public record JobProgress(
    double fraction, String phase, String message, Optional<Long> secondsLeft) {
  public static final JobProgress NONE = new JobProgress(0, "", "");

  private static final int PHASE_CHARACTERS = 64;
  private static final int MESSAGE_CHARACTERS = 1000;

  public JobProgress {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "The progress fraction (%s) must be in [0, 1].".formatted(fraction));
    }
    phase = KeptText.cut(phase, PHASE_CHARACTERS);
    message = KeptText.cut(message, MESSAGE_CHARACTERS);
    secondsLeft = secondsLeft.map(seconds -> Math.max(0, seconds));
  }

  /** Progress without an estimate. */
  public JobProgress(double fraction, String phase, String message) {
    this(fraction, phase, message, Optional.empty());
  }

  /** The same further on, or as far as it is. */
  JobProgress atLeast(double other) {
    return new JobProgress(Math.max(fraction, other), phase, message, secondsLeft);
  }

  JobProgress withMessage(String other) {
    return new JobProgress(fraction, phase, other, secondsLeft);
  }

  /** The same with an estimate, rounded up to whole seconds. */
  JobProgress withLeft(Duration left) {
    return new JobProgress(fraction, phase, message, Optional.of(left.plusMillis(999).toSeconds()));
  }
}
