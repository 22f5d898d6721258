package io.espalier.dataset;

/** Samples of the training split that networks are measured on, the same in every pass. */
public interface CalibrationData {
  int samples();

  /** One pass over the samples, unaugmented, always in the same order and the same batches. */
  Batches pass();
}
