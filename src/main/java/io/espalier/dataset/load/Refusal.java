package io.espalier.dataset.load;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/** The refusal of samples that make no batch. */
final class Refusal {
  private Refusal() {}

  static EspalierException of(String sentence) {
    return new EspalierException(ErrorCode.DATASET_INVALID, sentence);
  }
}
