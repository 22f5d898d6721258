package io.espalier.method;

import io.espalier.engine.train.TrainingListener.Point;
import java.util.List;
import java.util.Optional;

/**
 * How a step trained.
 *
 * @param trainedParameters numbers that the training could change
 * @param frozenParameters numbers that stayed as they were
 * @param trainingSamples of one epoch
 * @param validationSamples held back from the training to judge it by
 * @param epochs that were begun
 * @param steps of the optimiser
 * @param seconds of wall-clock time in this attempt; what a lost attempt took is left out
 * @param devices for example {@code cpu}
 * @param best the epoch with the lowest loss on what was held back; empty where nothing was
 * @param stoppedEarly whether the validation loss ended it
 * @param curve series in the order of their steps
 */
public record TrainingRecord(
    long trainedParameters,
    long frozenParameters,
    int trainingSamples,
    int validationSamples,
    int epochs,
    long steps,
    double seconds,
    List<String> devices,
    Optional<BestEpoch> best,
    boolean stoppedEarly,
    List<Point> curve) {
  public TrainingRecord {
    devices = List.copyOf(devices);
    curve = List.copyOf(curve);
  }

  /**
   * The epoch with the lowest validation loss.
   *
   * @param epoch from 1
   * @param accuracy share of right answers; empty where there are no classes
   */
  public record BestEpoch(int epoch, double loss, Optional<Double> accuracy) {}
}
