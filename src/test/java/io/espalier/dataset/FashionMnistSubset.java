package io.espalier.dataset;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the training resources of Fashion-MNIST: of each class the first images of the original
 * file, in its order. The test resources are the original files as they are.
 *
 * <p>Run it with two folders, that of the four original files (Debian's package
 * dataset-fashion-mnist has them in /usr/share/datasets/fashion-mnist, with dots or hyphens before
 * idx) and that of the resources: {@code java -cp target/classes:target/test-classes
 * io.espalier.dataset.FashionMnistSubset ORIGINALS src/main/resources/io/espalier/dataset}.
 */
final class FashionMnistSubset {
  private static final int PER_CLASS = 2000;
  private static final int CLASSES = 10;
  private static final int PIXELS = 28 * 28;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private FashionMnistSubset() {}

  public static void main(String[] folders) throws IOException {
    Path originals = Path.of(folders[0]);
    Path resources = Path.of(folders[1]);
    IdxArray images = read(originals.resolve("train-images-idx3-ubyte.gz"));
    IdxArray labels = read(originals.resolve("train-labels-idx1-ubyte.gz"));
    byte[] pixels = images.values().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    byte[] classes = labels.values().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    ByteArrayOutputStream keptImages = new ByteArrayOutputStream();
    ByteArrayOutputStream keptLabels = new ByteArrayOutputStream();
    int[] counts = new int[CLASSES];
    for (int i = 0; i < classes.length; i++) {
      if (counts[classes[i]]++ < PER_CLASS) {
        keptImages.write(pixels, i * PIXELS, PIXELS);
        keptLabels.write(classes[i]);
      }
    }
    int kept = PER_CLASS * CLASSES;
    write(
        resources.resolve("fashion-mnist-train-images.idx3-ubyte.gz"),
        keptImages,
        IMAGES_MAGIC,
        kept,
        28,
        28);
    write(
        resources.resolve("fashion-mnist-train-labels.idx1-ubyte.gz"),
        keptLabels,
        LABELS_MAGIC,
        kept);
    for (String part : new String[] {"images%sidx3", "labels%sidx1"}) {
      Files.write(
          resources.resolve("fashion-mnist-test-" + part.formatted(".") + "-ubyte.gz"),
          Files.readAllBytes(originals.resolve("t10k-" + part.formatted("-") + "-ubyte.gz")));
    }
  }

  private static IdxArray read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return new IdxReader(1L << 26).read(file.getFileName().toString(), input);
    }
  }

  private static void write(Path file, ByteArrayOutputStream values, int... header)
      throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(
            new GZIPOutputStream(Files.newOutputStream(file)) {
              {
                def.setLevel(Deflater.BEST_COMPRESSION);
              }
            })) {
      for (int number : header) {
        output.writeInt(number);
      }
      values.writeTo(output);
    }
  }
}
