package io.espalier.report;

import io.espalier.engine.evaluate.Evaluation;
import java.util.Optional;

/**
 * Accuracy and what it was measured on.
 *
 * @param split name of the data set and its part
 * @param top1 share of samples with the label first, 0 to 1
 * @param top5 share of samples with the label among the first five, 0 to 1
 */
public record MeasuredAccuracy(String split, long samples, double top1, double top5) {
  /** Of an evaluation; empty where the answers are no classes. */
  public static Optional<MeasuredAccuracy> of(String split, Evaluation evaluation) {
    return evaluation
        .classification()
        .map(
            figures ->
                new MeasuredAccuracy(split, evaluation.samples(), figures.top1(), figures.top5()));
  }
}
