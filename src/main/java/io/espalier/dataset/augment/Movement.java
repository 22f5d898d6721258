package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import java.util.Arrays;

/**
 * An affine movement: the pixel at {@code (x, y)} comes from {@code (xx·x + xy·y + x0, yx·x + yy·y
 * + y0)}, measured at centres of pixels; the nearest one is taken.
 */
record Movement(double xx, double xy, double x0, double yx, double yy, double y0) {

  static Movement shearX(double slope) {
    return new Movement(1, slope, 0, 0, 1, 0);
  }

  static Movement shearY(double slope) {
    return new Movement(1, 0, 0, slope, 1, 0);
  }

  static Movement translate(int right, int down) {
    return new Movement(1, 0, -right, 0, 1, -down);
  }

  /** Anticlockwise around the middle. */
  static Movement rotate(double degrees, Image image) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double x = image.width() / 2.0;
    double y = image.height() / 2.0;
    return new Movement(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
  }

  /**
   * The moved image.
   *
   * @param fill where it comes from outside
   */
  Image of(Image image, int fill) {
    int channels = image.channels();
    byte[] pixels = new byte[image.pixels().length];
    Arrays.fill(pixels, (byte) fill);
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++, at += channels) {
        int column = (int) Math.floor(xx * (x + 0.5) + xy * (y + 0.5) + x0);
        int row = (int) Math.floor(yx * (x + 0.5) + yy * (y + 0.5) + y0);
        if (column >= 0 && column < image.width() && row >= 0 && row < image.height()) {
          int source = (row * image.width() + column) * channels;
          System.arraycopy(image.pixels(), source, pixels, at, channels);
        }
      }
    }
    return new Image(image.height(), image.width(), channels, pixels);
  }

  static Image flipped(Image image) {
    int channels = image.channels();
    int row = image.width() * channels;
    byte[] pixels = new byte[image.pixels().length];
    for (int start = 0; start < pixels.length; start += row) {
      for (int at = 0; at < row; at += channels) {
        System.arraycopy(image.pixels(), start + row - channels - at, pixels, start + at, channels);
      }
    }
    return new Image(image.height(), image.width(), channels, pixels);
  }
}
