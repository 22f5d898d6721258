package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/** Refusals that more than one format has. */
final class Refusal {
  private Refusal() {}

  static EspalierException unsupported(String message) {
    return new EspalierException(
        ErrorCode.UNSUPPORTED_FORMAT,
        message,
        List.of(new Problem("model:", "unsupported-format", message)));
  }

  static EspalierException trailing(long bytes) {
    return ModelFault.at(
        "pickle",
        "pickle-trailing",
        "%d bytes follow where the saved object ends.".formatted(bytes));
  }
}
