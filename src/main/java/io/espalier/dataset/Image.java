package io.espalier.dataset;

/**
 * A decoded picture.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels one unsigned byte each, rows from the top, channels innermost: {@code [H, W, C]}
 */
public record Image(int height, int width, int channels, byte[] pixels) implements SampleInput {
  public Image {
    if (pixels.length != height * width * channels) {
      throw new IllegalArgumentException(
          "The pixels (%d) of an image must be %d x %d x %d."
              .formatted(pixels.length, height, width, channels));
    }
  }
}
