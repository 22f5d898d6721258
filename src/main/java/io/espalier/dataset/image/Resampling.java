package io.espalier.dataset.image;

import io.espalier.dataset.Image;

/** Pictures in another size. */
public final class Resampling {
  private Resampling() {}

  /**
   * Each pixel is the mean of those below it, weighted by a triangle as wide as two of the new
   * pixels where the picture shrinks and as two of the old where it grows; across first, then down,
   * rounded to bytes in between. Pillow's {@code BILINEAR}, which training recipes rely on, gives
   * the same bytes.
   */
  public static Image bilinear(Image image, int height, int width) {
    Image across =
        width == image.width() ? image : across(image, TriangleFilter.of(image.width(), width));
    return height == image.height()
        ? across
        : down(across, TriangleFilter.of(image.height(), height));
  }

  private static Image across(Image image, TriangleFilter filter) {
    int channels = image.channels();
    byte[] source = image.pixels();
    byte[] target = new byte[image.height() * filter.size() * channels];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < filter.size(); x++) {
        int start = (y * image.width() + filter.start(x)) * channels;
        for (int channel = 0; channel < channels; channel++) {
          target[at++] = filter.weigh(x, source, start + channel, channels);
        }
      }
    }
    return new Image(image.height(), filter.size(), channels, target);
  }

  private static Image down(Image image, TriangleFilter filter) {
    int stride = image.width() * image.channels();
    byte[] target = new byte[filter.size() * stride];
    int at = 0;
    for (int y = 0; y < filter.size(); y++) {
      int start = filter.start(y) * stride;
      for (int column = 0; column < stride; column++) {
        target[at++] = filter.weigh(y, image.pixels(), start + column, stride);
      }
    }
    return new Image(filter.size(), image.width(), image.channels(), target);
  }

  /** Each pixel is the one below its centre: classes of pixels cannot be averaged. */
  public static Image nearest(Image image, int height, int width) {
    int channels = image.channels();
    byte[] target = new byte[height * width * channels];
    for (int y = 0; y < height; y++) {
      int row = below(y, image.height(), height) * image.width();
      for (int x = 0; x < width; x++) {
        int column = below(x, image.width(), width);
        System.arraycopy(
            image.pixels(),
            (row + column) * channels,
            target,
            (y * width + x) * channels,
            channels);
      }
    }
    return new Image(height, width, channels, target);
  }

  private static int below(int position, int from, int to) {
    return (int) ((2L * position + 1) * from / (2L * to));
  }
}
