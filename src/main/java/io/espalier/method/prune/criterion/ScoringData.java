package io.espalier.method.prune.criterion;

import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetTask;
import io.espalier.method.Instruments;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingSamples;

/**
 * The samples that a network is measured on, and what it is measured with.
 *
 * @param watcher is told how much of the scoring is done, in [0, 1], and ends it when the job was
 *     cancelled
 * @param seed of the order of the samples
 */
public record ScoringData(
    TrainingSamples samples, Instruments instruments, StepContext watcher, long seed) {

  /** The data of a step. */
  public static ScoringData of(StepContext context) {
    TrainingContext training = context.training();
    return new ScoringData(training.samples(), training.instruments(), context, training.seed());
  }

  /** The first samples of the seeded order. */
  public CalibrationData calibration(int count, int batchSize) {
    return samples.calibration(0, count, batchSize, seed);
  }

  public DatasetTask task() {
    return samples.summary().task();
  }
}
