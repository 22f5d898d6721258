package io.espalier.report;

import java.util.Locale;

/**
 * One thing the result had to pass before it was published.
 *
 * @param check what was checked, for example {@code libtorch equals ONNX Runtime}
 * @param outcome {@code passed}, {@code failed} or {@code skipped}
 * @param finding what was found, with its numbers; why, where it was skipped
 */
public record VerificationCheck(String check, String outcome, String finding) {
  private enum Outcome {
    PASSED,
    FAILED,
    SKIPPED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static VerificationCheck of(String check, boolean passed, String finding) {
    Outcome outcome = passed ? Outcome.PASSED : Outcome.FAILED;
    return new VerificationCheck(check, outcome.text(), finding);
  }

  public static VerificationCheck skipped(String check, String reason) {
    return new VerificationCheck(check, Outcome.SKIPPED.text(), reason);
  }

  public boolean failed() {
    return outcome.equals(Outcome.FAILED.text());
  }
}
