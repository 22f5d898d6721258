package io.espalier.method;

import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import java.util.List;

/** The data set of a job as a step trains on it; open as long as the job runs. */
public interface TrainingSamples {
  DatasetSummary summary();

  /**
   * The training split.
   *
   * @param validationShare what is held back of it, in [0, 1)
   * @param augmentations in the order in which they are applied
   * @param seed of the order, the augmentations and the samples held back
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when there is no such split, or
   *     the augmentations do not fit the samples
   */
  TrainingData training(
      int batchSize, double validationShare, List<Augmentation> augmentations, long seed);

  /**
   * Samples of the training split to measure networks on, unaugmented: so many of its seeded order,
   * from a place on. Parts that do not overlap share no sample.
   *
   * @param first place in the order, from 0
   * @param count at least 1; fewer are given where the split ends
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when there is no such split or it
   *     ends before {@code first}
   */
  CalibrationData calibration(int first, int count, int batchSize, long seed);
}
