package io.espalier.format;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/** The refusal of a model file for a fault that makes reading on pointless. */
public final class ModelFault {
  private ModelFault() {}

  /**
   * A refusal with one problem.
   *
   * @param place where in the model, for example {@code graph.node[17]}
   * @param code kebab-case and stable
   * @param message a sentence that names the thing and says what to do
   */
  public static EspalierException at(String place, String code, String message) {
    Problem problem = new Problem("model:" + place, code, message);
    return new EspalierException(ErrorCode.MODEL_INVALID, message, List.of(problem));
  }
}
