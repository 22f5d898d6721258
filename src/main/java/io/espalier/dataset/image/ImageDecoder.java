package io.espalier.dataset.image;

import io.espalier.dataset.Image;
import io.espalier.problem.EspalierException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes JPEG, PNG and BMP pictures of strangers. Several threads may use one decoder.
 *
 * <p>The header is read and bounded first, by our own code. Grey stays one channel; palettes become
 * colours; 16 bits are rounded to 8; what is transparent is laid over white; CMYK is refused.
 * Colour profiles and the orientation a camera noted are not applied.
 *
 * <p>Both methods throw {@link io.espalier.problem.ErrorCode#DATASET_INVALID}, naming the picture,
 * whenever it is not one, is too large or is damaged, and nothing else.
 */
public final class ImageDecoder {
  private final ImageLimits limits;
  private final ImageReaderSpi jpeg = provider("jpeg");
  private final ImageReaderSpi png = provider("png");
  private final ImageReaderSpi bmp = provider("bmp");

  public ImageDecoder(ImageLimits limits) {
    this.limits = limits;
  }

  private static ImageReaderSpi provider(String format) {
    return ImageIO.getImageReadersByFormatName(format).next().getOriginatingProvider();
  }

  /**
   * Size and channels, without decoding.
   *
   * @param name how messages call the picture
   * @param encoded the whole file
   */
  public ImageHeader header(String name, byte[] encoded) {
    if (encoded.length > limits.encodedBytes()) {
      throw InvalidImage.of(
          name,
          "has %,d bytes; at most %,d are read".formatted(encoded.length, limits.encodedBytes()));
    }
    ImageHeader header = unbounded(name, encoded);
    if (header.height() <= 0 || header.width() <= 0) {
      throw InvalidImage.of(name, "has no pixels");
    }
    if ((long) header.height() * header.width() > limits.pixels()) {
      throw InvalidImage.of(
          name,
          "is %d x %d pixels large; at most %,d pixels are decoded"
              .formatted(header.width(), header.height(), limits.pixels()));
    }
    return header;
  }

  private static ImageHeader unbounded(String name, byte[] encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(encoded);
      if (bytes.getInt(0) >>> 8 == JpegFile.SIGNATURE) {
        return new JpegFile(name, encoded).header();
      }
      if (bytes.getShort(0) == BmpHeader.SIGNATURE) {
        return BmpHeader.read(name, encoded);
      }
      if (bytes.getLong(0) == PngHeader.SIGNATURE) {
        return PngHeader.read(name, encoded);
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw InvalidImage.of(name, "ends within its header");
    }
    throw InvalidImage.of(name, "is none of JPEG, PNG and BMP");
  }

  /**
   * All pixels.
   *
   * @param name how messages call the picture
   * @param encoded the whole file
   */
  public Image decode(String name, byte[] encoded) {
    ImageHeader header = header(name, encoded);
    try {
      BufferedImage decoded =
          switch (header.format()) {
            case JPEG -> read(jpeg, new JpegFile(name, encoded).essential());
            case PNG -> read(png, encoded);
            case BMP -> read(bmp, encoded);
          };
      return image(name, header, decoded);
    } catch (EspalierException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw InvalidImage.of(name, "is damaged or cut off");
    }
  }

  private static BufferedImage read(ImageReaderSpi provider, byte[] encoded) throws IOException {
    ImageReader reader = provider.createReaderInstance();
    try (EncodedStream stream = new EncodedStream(encoded)) {
      reader.setInput(stream, true, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static Image image(String name, ImageHeader header, BufferedImage decoded) {
    int height = decoded.getHeight();
    int width = decoded.getWidth();
    if (height != header.height() || width != header.width()) {
      throw InvalidImage.of(name, "is not of the size that its header names");
    }
    return new Image(height, width, header.channels(), Pixels.of(decoded, header.channels()));
  }
}
