package io.espalier.dataset.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Encoded pictures for tests. */
final class Pictures {
  private static final long SEED = 4;

  private Pictures() {}

  /** Noise of that size and type of {@link BufferedImage}. */
  static BufferedImage noise(int height, int width, int type) {
    Random random = new Random(SEED);
    BufferedImage image = new BufferedImage(width, height, type);
    int[] samples = new int[image.getRaster().getNumBands()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < samples.length; band++) {
          samples[band] = random.nextInt(1 << image.getSampleModel().getSampleSize(band));
        }
        image.getRaster().setPixel(x, y, samples);
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, encoded)) {
        throw new IllegalArgumentException("No writer of " + format + " takes " + image);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.toByteArray();
  }

  /** A PNG file of one colour, deflated as far as it goes. */
  static byte[] blackPng(int height, int width) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    byte[] row = new byte[Math.ceilDiv(width, 8) + 1];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    for (int y = 0; y < height; y++) {
      deflater.setInput(row);
      drain(deflater, packed, chunk);
    }
    deflater.finish();
    drain(deflater, packed, chunk);
    deflater.end();
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 1).array();
    return png(header, packed.toByteArray());
  }

  private static void drain(Deflater deflater, ByteArrayOutputStream packed, byte[] chunk) {
    int count;
    while ((count = deflater.deflate(chunk)) > 0) {
      packed.write(chunk, 0, count);
    }
  }

  private static byte[] png(byte[] header, byte[] data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ByteBuffer.allocate(8).putLong(PngHeader.SIGNATURE).array());
    file.writeBytes(pngChunk("IHDR", header));
    file.writeBytes(pngChunk("IDAT", data));
    file.writeBytes(pngChunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  /** One chunk with its length and checksum. */
  static byte[] pngChunk(String type, byte[] data) {
    byte[] named = ByteBuffer.allocate(4 + data.length).put(type.getBytes()).put(data).array();
    CRC32 checksum = new CRC32();
    checksum.update(named);
    return ByteBuffer.allocate(8 + named.length)
        .putInt(data.length)
        .put(named)
        .putInt((int) checksum.getValue())
        .array();
  }

  /** The file with bytes inserted at a place. */
  static byte[] insert(byte[] file, int at, byte[] inserted) {
    return ByteBuffer.allocate(file.length + inserted.length)
        .put(file, 0, at)
        .put(inserted)
        .put(file, at, file.length - at)
        .array();
  }
}
