package io.espalier.dataset;

import java.util.zip.CRC32;

/** Images for tests. */
public final class SampleImages {
  private SampleImages() {}

  /** An image whose values, read row by row, are {@code i²·7 + i·31} modulo 256. */
  public static Image squares(int height, int width, int channels) {
    byte[] pixels = new byte[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i * 7 + i * 31);
    }
    return new Image(height, width, channels, pixels);
  }

  /** A grey image of these values. */
  public static Image grey(int height, int width, int... values) {
    return image(height, width, 1, values);
  }

  public static Image image(int height, int width, int channels, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return new Image(height, width, channels, pixels);
  }

  public static int[] values(Image image) {
    int[] values = new int[image.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.pixels()[i] & 0xFF;
    }
    return values;
  }

  /** A checksum of the pixels. */
  public static long checksum(Image image) {
    CRC32 checksum = new CRC32();
    checksum.update(image.pixels());
    return checksum.getValue();
  }
}
