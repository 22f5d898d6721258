package io.espalier.dataset.read;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** PNG files of a few pixels, and one that is larger than it looks. */
final class TinyImages {
  private TinyImages() {}

  /** Two columns of grey pixels. */
  static byte[] grey(int... values) {
    BufferedImage image = new BufferedImage(2, values.length / 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i % 2, i / 2, 0, values[i]);
    }
    return png(image);
  }

  /** One pixel. */
  static byte[] colour(int red, int green, int blue) {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, red << 16 | green << 8 | blue);
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return file.toByteArray();
  }

  /** A black image of one bit a pixel, whole and valid, 17 kB long for 144 megapixels. */
  static byte[] blackSquare(int side) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] depthAndKind = {1, 0, 0, 0, 0};
    chunk(
        file, "IHDR", ByteBuffer.allocate(13).putInt(side).putInt(side).put(depthAndKind).array());
    chunk(file, "IDAT", deflated(side * (1 + side / 8)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] deflated(int zeros) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(new byte[zeros]);
      deflater.finish();
      byte[] packed = new byte[1 << 16];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(name);
    file.writeBytes(content);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
