package io.espalier.dataset.load;

import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.Preprocessing.Size;
import java.util.Optional;

/** What sizes of images say about a data set. */
final class ImageSizes {
  private ImageSizes() {}

  /** The one size that all images have. */
  static Optional<Size> uniform(ImageSummary images) {
    return isOne(images.height()) && isOne(images.width())
        ? Optional.of(new Size(images.height().least(), images.width().least()))
        : Optional.empty();
  }

  private static boolean isOne(Range range) {
    return range.least() == range.most();
  }

  /** For example {@code 1×28×28} or {@code 3×(32 to 64)×48}. */
  static String text(ImageSummary images) {
    return "%d×%s×%s".formatted(images.channels(), text(images.height()), text(images.width()));
  }

  private static String text(Range range) {
    return isOne(range)
        ? String.valueOf(range.least())
        : "(%d to %d)".formatted(range.least(), range.most());
  }
}
