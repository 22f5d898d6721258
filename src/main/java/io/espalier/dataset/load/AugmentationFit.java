package io.espalier.dataset.load;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Mixup;
import java.util.List;
import java.util.Optional;

/** Whether augmentations fit a data set. */
public final class AugmentationFit {
  private AugmentationFit() {}

  /** A sentence for each augmentation that does not fit, saying why. */
  public static List<String> faults(DatasetSummary summary, List<Augmentation> augmentations) {
    return augmentations.stream()
        .flatMap(augmentation -> fault(summary, augmentation).stream())
        .toList();
  }

  private static Optional<String> fault(DatasetSummary summary, Augmentation augmentation) {
    boolean mixes = augmentation instanceof Mixup || augmentation instanceof CutMix;
    if (mixes && !hasOneTarget(summary.task())) {
      return Optional.of(
          "The augmentation (%s) mixes targets and needs one class or value a sample; the task of the data set is %s."
              .formatted(augmentation.wireName(), summary.task().wireName()));
    }
    if (summary.images().isEmpty() && !(augmentation instanceof Mixup)) {
      return Optional.of(
          "The augmentation (%s) is for images, and the data set holds none."
              .formatted(augmentation.wireName()));
    }
    return Optional.empty();
  }

  private static boolean hasOneTarget(DatasetTask task) {
    return task == DatasetTask.CLASSIFICATION || task == DatasetTask.REGRESSION;
  }
}
