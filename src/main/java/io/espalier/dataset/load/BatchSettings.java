package io.espalier.dataset.load;

import io.espalier.dataset.augment.Augmentation;
import java.util.List;

/**
 * What a training reads of a data set.
 *
 * @param batchSize samples of each batch but the last, at least 1
 * @param seed of the order, of the augmentations and of the samples held back
 * @param augmentations of the training samples, in the order in which they are applied; a resized
 *     crop comes first wherever it stands
 * @param validationShare of the split train that is held back, in [0, 1), each class alike; where
 *     the data set has a split val, any share above 0 means that split, and train stays whole
 */
public record BatchSettings(
    int batchSize, long seed, List<Augmentation> augmentations, double validationShare) {
  public BatchSettings {
    augmentations = List.copyOf(augmentations);
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "The batch size (%d) must be at least 1.".formatted(batchSize));
    }
  }
}
