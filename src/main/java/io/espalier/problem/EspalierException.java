package io.espalier.problem;

import java.util.List;

/** The one exception of the service: a code, a sentence, and every problem found. */
public final class EspalierException extends RuntimeException {
  private final ErrorCode code;
  private final transient List<Problem> problems;

  public EspalierException(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  public EspalierException(ErrorCode code, String message, List<Problem> problems) {
    super(message);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  public EspalierException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.problems = List.of();
  }

  public ErrorCode code() {
    return code;
  }

  public List<Problem> problems() {
    return problems;
  }
}
