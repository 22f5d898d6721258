package io.espalier.dataset.image;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/** The refusal of a picture. */
final class InvalidImage {
  private InvalidImage() {}

  /**
   * A refusal that names the picture.
   *
   * @param fault what follows its name in a sentence without a full stop
   */
  static EspalierException of(String name, String fault) {
    return new EspalierException(
        ErrorCode.DATASET_INVALID, "The picture (%s) %s.".formatted(name, fault));
  }
}
