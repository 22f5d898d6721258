package io.espalier.dataset.image;

import io.espalier.dataset.Image;

/** Brightness of colours. */
public final class Luma {
  private static final int RED = 19_595;
  private static final int GREEN = 38_470;
  private static final int BLUE = 7_471;
  private static final int HALF = 1 << 15;

  private Luma() {}

  /** The picture in grey: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7), rounded. */
  public static Image of(Image image) {
    if (image.channels() == 1) {
      return image;
    }
    byte[] grey = new byte[image.height() * image.width()];
    byte[] pixels = image.pixels();
    for (int i = 0; i < grey.length; i++) {
      int red = pixels[3 * i] & 0xFF;
      int green = pixels[3 * i + 1] & 0xFF;
      int blue = pixels[3 * i + 2] & 0xFF;
      grey[i] = (byte) (RED * red + GREEN * green + BLUE * blue + HALF >>> 16);
    }
    return new Image(image.height(), image.width(), 1, grey);
  }
}
