package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import io.espalier.dataset.image.Luma;
import java.util.function.IntUnaryOperator;

/**
 * Changes of colours. A factor of 1 changes nothing; 0 gives black, plain grey, greys or blur. What
 * is no whole number afterwards is cut off, as torchvision does.
 */
final class Colours {
  private static final int LEVELS = 256;
  private static final int MOST = 255;

  private Colours() {}

  static Image brightness(Image image, double factor) {
    return mapped(image, value -> blend(value, 0, factor));
  }

  static Image contrast(Image image, double factor) {
    double sum = 0;
    byte[] grey = Luma.of(image).pixels();
    for (byte value : grey) {
      sum += value & 0xFF;
    }
    double mean = sum / grey.length;
    return mapped(image, value -> blend(value, mean, factor));
  }

  static Image saturation(Image image, double factor) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] grey = Luma.of(image).pixels();
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) blend(pixels[i] & 0xFF, grey[i / 3] & 0xFF, factor);
    }
    return new Image(image.height(), image.width(), 3, pixels);
  }

  /** Against the mean of each pixel and its neighbours; pixels of the border stay. */
  static Image sharpness(Image image, double factor) {
    int stride = image.width() * image.channels();
    byte[] pixels = image.pixels().clone();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int i = image.channels(); i < stride - image.channels(); i++) {
        int at = y * stride + i;
        int smooth = smooth(image.pixels(), at, image.channels(), stride);
        pixels[at] = (byte) blend(image.pixels()[at] & 0xFF, smooth, factor);
      }
    }
    return new Image(image.height(), image.width(), image.channels(), pixels);
  }

  /** Nine pixels, the middle one counted five times, rounded. */
  private static int smooth(byte[] pixels, int at, int channels, int stride) {
    int sum = 4 * (pixels[at] & 0xFF);
    for (int row = at - stride; row <= at + stride; row += stride) {
      for (int i = row - channels; i <= row + channels; i += channels) {
        sum += pixels[i] & 0xFF;
      }
    }
    return (sum + 6) / 13;
  }

  static Image posterized(Image image, int bits) {
    return mapped(image, value -> value & -(1 << 8 - bits));
  }

  static Image solarized(Image image, double threshold) {
    return mapped(image, value -> value >= threshold ? MOST - value : value);
  }

  /** Each channel stretched to 0 to 255. */
  static Image autoContrast(Image image) {
    return byChannel(
        image,
        histogram -> {
          int least = 0;
          int most = MOST;
          while (least < MOST && histogram[least] == 0) {
            least++;
          }
          while (most > 0 && histogram[most] == 0) {
            most--;
          }
          int first = least;
          double scale = (double) MOST / (most - least);
          return most == least ? value -> value : value -> clamped((value - first) * scale);
        });
  }

  /** Each channel spread so that its values are as evenly used as can be. */
  static Image equalized(Image image) {
    return byChannel(
        image,
        histogram -> {
          int last = MOST;
          while (last > 0 && histogram[last] == 0) {
            last--;
          }
          int step = (image.height() * image.width() - histogram[last]) / MOST;
          int[] table = new int[LEVELS];
          int below = step / 2;
          for (int value = 0; value < LEVELS; value++) {
            table[value] = step == 0 ? value : Math.min(below / step, MOST);
            below += histogram[value];
          }
          return value -> table[value];
        });
  }

  /** A map of values that follows from how often each occurs. */
  private interface ByHistogram {
    IntUnaryOperator map(int[] histogram);
  }

  private static Image byChannel(Image image, ByHistogram rule) {
    int channels = image.channels();
    byte[] pixels = image.pixels().clone();
    for (int channel = 0; channel < channels; channel++) {
      int[] histogram = new int[LEVELS];
      for (int i = channel; i < pixels.length; i += channels) {
        histogram[pixels[i] & 0xFF]++;
      }
      byte[] table = table(rule.map(histogram));
      for (int i = channel; i < pixels.length; i += channels) {
        pixels[i] = table[pixels[i] & 0xFF];
      }
    }
    return new Image(image.height(), image.width(), channels, pixels);
  }

  private static Image mapped(Image image, IntUnaryOperator map) {
    byte[] table = table(map);
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = table[pixels[i] & 0xFF];
    }
    return new Image(image.height(), image.width(), image.channels(), pixels);
  }

  private static byte[] table(IntUnaryOperator map) {
    byte[] table = new byte[LEVELS];
    for (int value = 0; value < LEVELS; value++) {
      table[value] = (byte) map.applyAsInt(value);
    }
    return table;
  }

  private static int blend(int value, double other, double factor) {
    return clamped(factor * value + (1 - factor) * other);
  }

  private static int clamped(double value) {
    return (int) Math.clamp(value, 0, MOST);
  }
}
