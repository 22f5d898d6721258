package io.espalier.conformance;

/** What became of one case. */
sealed interface Outcome {
  /** Every output was as expected. */
  record Passed() implements Outcome {}

  /**
   * The import or the compilation refused the model.
   *
   * @param reason names the operators
   */
  record Refused(String reason) implements Outcome {}

  /** An output differed, or something else than a refusal happened. */
  record Failed(String reason) implements Outcome {}
}
