package io.espalier.dataset.augment;

import io.espalier.dataset.Image;

/** Colours turned around the circle of hues, brightness and saturation kept. */
final class Hue {
  private static final double JUST_BELOW_256 = 255.999;

  private Hue() {}

  /**
   * The image with every hue moved.
   *
   * @param turns in [-0.5, 0.5]
   */
  static Image turned(Image image, double turns) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] pixels = image.pixels().clone();
    for (int at = 0; at < pixels.length; at += 3) {
      turn(pixels, at, turns);
    }
    return new Image(image.height(), image.width(), 3, pixels);
  }

  private static void turn(byte[] pixels, int at, double turns) {
    double red = (pixels[at] & 0xFF) / 255.0;
    double green = (pixels[at + 1] & 0xFF) / 255.0;
    double blue = (pixels[at + 2] & 0xFF) / 255.0;
    double most = Math.max(red, Math.max(green, blue));
    double spread = most - Math.min(red, Math.min(green, blue));
    if (spread == 0) {
      return;
    }
    double sixths = sixths(red, green, blue, most, spread) + 6 * turns;
    pixels[at] = channel(5, sixths, most, spread);
    pixels[at + 1] = channel(3, sixths, most, spread);
    pixels[at + 2] = channel(1, sixths, most, spread);
  }

  /** The hue, six to a turn, from red over green and blue. */
  private static double sixths(double red, double green, double blue, double most, double spread) {
    if (most == red) {
      return (green - blue) / spread;
    }
    return most == green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  }

  /**
   * One channel of a colour: full within one sixth of a turn of its own hue, none from two on.
   *
   * @param offset 5 for red, 3 for green, 1 for blue
   */
  private static byte channel(int offset, double sixths, double most, double spread) {
    double k = offset + sixths;
    double place = k - 6 * Math.floor(k / 6);
    double ramp = Math.clamp(Math.min(place, 4 - place), 0, 1);
    return (byte) ((most - spread * ramp) * JUST_BELOW_256);
  }
}
