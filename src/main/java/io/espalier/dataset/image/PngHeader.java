package io.espalier.dataset.image;

import java.nio.ByteBuffer;

/**
 * The header of a PNG file. Source: ISO/IEC 15948, "Portable Network Graphics (PNG)", 11.2.2.
 *
 * <p>A palette counts as colour.
 */
final class PngHeader {
  static final long SIGNATURE = 0x89504E470D0A1A0AL;

  private static final int IHDR = 0x49484452;
  private static final int GREY = 0;
  private static final int GREY_AND_ALPHA = 4;

  private PngHeader() {}

  static ImageHeader read(String name, byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded, Long.BYTES, encoded.length - Long.BYTES);
    bytes.getInt();
    if (bytes.getInt() != IHDR) {
      throw InvalidImage.of(name, "does not begin with the header of a PNG file");
    }
    int width = bytes.getInt();
    int height = bytes.getInt();
    bytes.get();
    int colour = bytes.get();
    int channels = colour == GREY || colour == GREY_AND_ALPHA ? 1 : 3;
    return new ImageHeader(ImageFormat.PNG, height, width, channels);
  }
}
