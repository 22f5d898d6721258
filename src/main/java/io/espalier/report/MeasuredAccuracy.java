package io.espalier.report;

import io.espalier.engine.bench.Accuracy;

/**
 * Accuracy and what it was measured on.
 *
 * @param split name of the data set and its part
 * @param top1 share of samples with the label first, 0 to 1
 * @param top5 share of samples with the label among the first five, 0 to 1
 */
public record MeasuredAccuracy(String split, int samples, double top1, double top5) {
  public static MeasuredAccuracy of(String split, Accuracy accuracy) {
    return new MeasuredAccuracy(split, accuracy.samples(), accuracy.top1(), accuracy.top5());
  }
}
