package io.espalier.dataset;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/** The labelled sets the service carries with it, by the name a job uses. */
public final class BundledDatasets {
  /** The first 1,000 images of the test split of Fashion-MNIST (Zalando SE, MIT licence). */
  public static final String FASHION_MNIST_HELDOUT = "fashion-mnist-heldout";

  private static final int FASHION_MNIST_CLASSES = 10;
  private static final long MAX_ELEMENTS = 1L << 24;

  /** Mean and standard deviation of the pixels of Fashion-MNIST's training split, on 0 to 1. */
  private static final float MEAN = 0.286f;

  private static final float DEVIATION = 0.353f;

  private final IdxReader reader = new IdxReader(MAX_ELEMENTS);

  public List<String> names() {
    return List.of(FASHION_MNIST_HELDOUT);
  }

  /** The set of that name, read anew: the caller decides how long it stays in memory. */
  public Optional<LabelledImages> find(String name) {
    return name.equals(FASHION_MNIST_HELDOUT) ? Optional.of(fashionMnist()) : Optional.empty();
  }

  private LabelledImages fashionMnist() {
    IdxArray images = read("fashion-mnist-heldout-images.idx3-ubyte.gz");
    IdxArray labels = read("fashion-mnist-heldout-labels.idx1-ubyte.gz");
    return new LabelledImages(
        FASHION_MNIST_HELDOUT,
        "first 1,000 images of the Fashion-MNIST test split",
        FASHION_MNIST_CLASSES,
        scaled(images),
        classes(labels));
  }

  private IdxArray read(String resource) {
    try (InputStream input = BundledDatasets.class.getResourceAsStream(resource)) {
      return reader.read(resource, Objects.requireNonNull(input, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor scaled(IdxArray images) {
    long height = images.dims().get(1);
    long width = images.dims().get(2);
    float[] values = new float[(int) images.values().byteSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (unsigned(images, i) / 255f - MEAN) / DEVIATION;
    }
    return Tensor.ofFloats(new long[] {images.dims().getFirst(), 1, height, width}, values);
  }

  private static Tensor classes(IdxArray labels) {
    return Tensor.vector(
        LongStream.range(0, labels.values().byteSize()).map(i -> label(labels, i)).toArray());
  }

  private static long label(IdxArray labels, long index) {
    int label = unsigned(labels, index);
    if (label >= FASHION_MNIST_CLASSES) {
      throw new EspalierException(
          ErrorCode.DATASET_INVALID,
          "The label (%d) of image %d must be below %d."
              .formatted(label, index, FASHION_MNIST_CLASSES));
    }
    return label;
  }

  private static int unsigned(IdxArray array, long index) {
    return Byte.toUnsignedInt(array.values().get(ValueLayout.JAVA_BYTE, index));
  }
}
