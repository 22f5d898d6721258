package io.espalier.job;

/**
 * How far an attempt has come.
 *
 * @param fraction in [0, 1]; never falls within one attempt
 * @param phase an upper-case word, open ended, for example {@code COMPRESSING}; empty before the
 *     first
 * @param message a sentence for the user, or empty; both texts are cut to what is kept of them
 */
public record JobProgress(double fraction, String phase, String message) {
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
  }
}
