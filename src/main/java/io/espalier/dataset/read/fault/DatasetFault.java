package io.espalier.dataset.read.fault;

import io.espalier.json.JsonPlace;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/** The refusal of a data set, or of one of its samples, for one fault. */
public final class DatasetFault {
  private static final int LONGEST_QUOTE = 120;

  private DatasetFault() {}

  /**
   * A refusal with one problem.
   *
   * @param place where in the data set, for example {@code entry train/cat/1.png} or {@code line
   *     17}
   * @param code kebab-case and stable
   * @param message a sentence that names the thing and says what to do
   */
  public static EspalierException at(String place, String code, String message) {
    Problem problem = new Problem("dataset:" + quote(place), code, message);
    return new EspalierException(ErrorCode.DATASET_INVALID, message, List.of(problem));
  }

  /** A refusal of the whole as something that is not read at all. */
  public static EspalierException unsupported(String message) {
    Problem problem = new Problem("dataset:", "unsupported-format", message);
    return new EspalierException(ErrorCode.UNSUPPORTED_FORMAT, message, List.of(problem));
  }

  /** Text of the data set, fit to be shown. */
  public static String quote(String text) {
    return JsonPlace.quote(text, LONGEST_QUOTE);
  }
}
