package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A part of a picture, in pixels. */
record Rectangle(int top, int left, int height, int width) {
  private static final int ATTEMPTS = 10;

  /**
   * A rectangle inside the image whose share of the area and whose ratio of width to height are
   * drawn; empty when ten draws were too large for the image.
   *
   * @param margin the largest height and width are those of the image less this
   */
  static Optional<Rectangle> draw(
      Image image, double[] scale, double[] ratio, int margin, RandomGenerator random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double area = (double) image.height() * image.width();
      area *= Draws.between(scale[0], scale[1], random);
      double drawn = Draws.ratio(ratio[0], ratio[1], random);
      int width = (int) Math.rint(Math.sqrt(area * drawn));
      int height = (int) Math.rint(Math.sqrt(area / drawn));
      if (fits(width, image.width() - margin) && fits(height, image.height() - margin)) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return Optional.of(new Rectangle(top, left, height, width));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(int extent, int most) {
    return extent > 0 && extent <= most;
  }

  /** The largest rectangle in the middle whose ratio is allowed. */
  static Rectangle middle(Image image, double leastRatio, double mostRatio) {
    double ratio = (double) image.width() / image.height();
    double allowed = Math.clamp(ratio, leastRatio, mostRatio);
    int width = ratio > allowed ? (int) Math.rint(image.height() * allowed) : image.width();
    int height = ratio < allowed ? (int) Math.rint(image.width() / allowed) : image.height();
    return new Rectangle((image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }
}
