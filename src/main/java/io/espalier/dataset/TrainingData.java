package io.espalier.dataset;

/** Samples for a training, in an order that its seed and the number of the epoch decide alone. */
public interface TrainingData {
  /** Samples of one epoch. */
  int samples();

  /**
   * One pass over the samples: shuffled, augmented, the last batch smaller where they do not
   * divide.
   *
   * @param epoch from 0
   * @param firstBatch batches that are left out because they were seen before a restart; those that
   *     follow are the same as in an undisturbed run
   */
  Batches epoch(int epoch, int firstBatch);

  /** Samples held back to choose the best weights by, in order and unaugmented; may be none. */
  Batches validation();

  /** Samples of the validation split; 0 for none. */
  int validationSamples();
}
