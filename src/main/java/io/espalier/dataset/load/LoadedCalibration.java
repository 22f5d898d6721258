package io.espalier.dataset.load;

import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.load.LoadedTraining.Part;

/** Some samples of a split in batches. */
record LoadedCalibration(Part part, int batchSize, BatchSource source) implements CalibrationData {
  @Override
  public int samples() {
    return part.indices().length;
  }

  @Override
  public Batches pass() {
    return source.inOrder(part.split(), part.indices(), batchSize);
  }
}
