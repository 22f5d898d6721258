package io.espalier.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Files of data sets, made in code. */
final class DatasetFiles {
  private DatasetFiles() {}

  /**
   * A zip of image folders, grey squares of which the class decides the brightness.
   *
   * @param side of the images, in pixels
   * @param perClass images of each class in the training split; half as many in the test split
   */
  static byte[] folders(int side, int classes, int perClass) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    Random noise = new Random(1);
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < perClass + perClass / 2; i++) {
        String split = i < perClass ? "train" : "test";
        entries.put(
            "%s/%d/%d.png".formatted(split, label, i),
            png(side, (label * 200 + 40) / classes, noise));
      }
    }
    return zip(entries);
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }

  static byte[] png(int side, int brightness, Random noise) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < side * side; i++) {
      image.getRaster().setSample(i % side, i / side, 0, brightness + noise.nextInt(16));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
