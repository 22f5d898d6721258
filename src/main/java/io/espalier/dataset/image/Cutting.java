package io.espalier.dataset.image;

import io.espalier.dataset.Image;
import java.util.Arrays;

/** Parts of pictures. */
public final class Cutting {
  private Cutting() {}

  /**
   * The rectangle from {@code (top, left)} on; what lies outside the picture is filled.
   *
   * @param fill value of every channel there, 0 to 255
   */
  public static Image cut(Image image, int top, int left, int height, int width, int fill) {
    int channels = image.channels();
    byte[] pixels = new byte[height * width * channels];
    Arrays.fill(pixels, (byte) fill);
    int first = Math.max(0, -left);
    int last = Math.min(width, image.width() - left);
    for (int y = Math.max(0, -top); y < Math.min(height, image.height() - top); y++) {
      int source = ((top + y) * image.width() + left + first) * channels;
      int target = (y * width + first) * channels;
      if (last > first) {
        System.arraycopy(image.pixels(), source, pixels, target, (last - first) * channels);
      }
    }
    return new Image(height, width, channels, pixels);
  }

  /** The middle of the picture; a picture that is smaller gets a margin. */
  public static Image centre(Image image, int height, int width, int fill) {
    int top = (int) Math.rint((image.height() - height) / 2.0);
    int left = (int) Math.rint((image.width() - width) / 2.0);
    return cut(image, top, left, height, width, fill);
  }
}
