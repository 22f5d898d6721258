package io.espalier.report;

import io.espalier.engine.bench.Agreement;

/**
 * How close the outputs are to the original's on the same inputs.
 *
 * @param inputs where the inputs came from, for example {@code 16 seeded random samples}
 * @param maximumRelativeError largest difference, relative to the largest magnitude of the original
 * @param top1Agreement share of samples with the same largest output, 0 to 1
 * @param meanCosine mean cosine between the outputs of a sample, -1 to 1
 */
public record OutputAgreement(
    String inputs,
    int samples,
    double maximumAbsoluteError,
    double maximumRelativeError,
    double top1Agreement,
    double meanCosine) {
  public static OutputAgreement of(String inputs, Agreement agreement) {
    return new OutputAgreement(
        inputs,
        agreement.samples(),
        agreement.maximumAbsoluteError(),
        agreement.maximumRelativeError(),
        agreement.top1Agreement(),
        agreement.meanCosine());
  }
}
