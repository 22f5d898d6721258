package io.espalier.dataset.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a BMP file: the plain one of 40 bytes, without compression. Others may hold a
 * colour profile or a picture of another format, and are refused.
 */
final class BmpHeader {
  static final short SIGNATURE = 0x424D;

  private static final int INFO_HEADER = 14;
  private static final int INFO_HEADER_BYTES = 40;
  private static final int UNCOMPRESSED = 0;
  private static final int BIT_FIELDS = 3;

  private BmpHeader() {}

  static ImageHeader read(String name, byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int compression = bytes.getInt(INFO_HEADER + 16);
    if (bytes.getInt(INFO_HEADER) != INFO_HEADER_BYTES
        || compression != UNCOMPRESSED && compression != BIT_FIELDS) {
      throw InvalidImage.of(name, "is a BMP file of a rare kind; save it as PNG");
    }
    int width = bytes.getInt(INFO_HEADER + 4);
    int height = Math.abs(bytes.getInt(INFO_HEADER + 8));
    return new ImageHeader(ImageFormat.BMP, height, width, 3);
  }
}
