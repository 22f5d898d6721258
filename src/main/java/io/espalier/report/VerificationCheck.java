package io.espalier.report;

/**
 * One thing the result had to pass before it was published.
 *
 * @param check what was checked, for example {@code libtorch equals ONNX Runtime}
 * @param finding what was found, with its numbers; why, where it was skipped
 */
public record VerificationCheck(String check, Outcome outcome, String finding) {
  /** How a check ended; a result with a failed check is not published. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  public static VerificationCheck of(String check, boolean passed, String finding) {
    return new VerificationCheck(check, passed ? Outcome.PASSED : Outcome.FAILED, finding);
  }

  public static VerificationCheck skipped(String check, String reason) {
    return new VerificationCheck(check, Outcome.SKIPPED, reason);
  }

  public boolean failed() {
    return outcome == Outcome.FAILED;
  }
}
