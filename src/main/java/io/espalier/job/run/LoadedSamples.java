package io.espalier.job.run;

import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.load.BatchSettings;
import io.espalier.method.TrainingSamples;
import java.util.List;

/** The data set of a job through its loader. */
record LoadedSamples(JobData.Opened data) implements TrainingSamples {
  @Override
  public DatasetSummary summary() {
    return data.summary();
  }

  @Override
  public TrainingData training(
      int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
    return data.loader()
        .training(new BatchSettings(batchSize, seed, augmentations, validationShare));
  }

  @Override
  public CalibrationData calibration(int first, int count, int batchSize, long seed) {
    return data.loader().calibration(first, count, batchSize, seed);
  }
}
