package io.espalier.engine.bench;

import io.espalier.graph.Tensor;
import java.util.List;

/**
 * How well two models agree on the same inputs.
 *
 * <p>Differences are taken over every element of every floating output; the cosine and the top
 * class are those of the first output, sample by sample, where its rank is at least 2.
 *
 * @param samples extent of the first axis of the first output
 * @param maximumAbsoluteError largest difference
 * @param maximumRelativeError largest difference of an output, relative to the largest magnitude in
 *     that output of the reference
 * @param top1Agreement share of samples whose largest element has the same index, 0 to 1
 * @param meanCosine mean over the samples of the cosine between both first outputs, -1 to 1
 */
public record Agreement(
    int samples,
    double maximumAbsoluteError,
    double maximumRelativeError,
    double top1Agreement,
    double meanCosine) {

  /**
   * Compares the outputs of two models.
   *
   * @param reference outputs of the model that is trusted
   * @param actual outputs of the other, in the same order
   * @throws io.espalier.problem.EspalierException VERIFICATION_FAILED when number, types or shapes
   *     of the outputs differ
   */
  public static Agreement between(List<Tensor> reference, List<Tensor> actual) {
    return OutputComparison.compare(reference, actual);
  }
}
