package io.espalier.dataset;

import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.ValueRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fashion-MNIST as far as the service carries it: of the training images the first 2,000 of each
 * class, and all test images. Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset
 * for Benchmarking Machine Learning Algorithms", 2017.
 *
 * <p>The images of a split are read when it is first asked for, and stay on the heap as bytes.
 */
final class FashionMnist implements Dataset {
  static final String TRAIN = "train";
  static final String TEST = "test";

  /** Mean and standard deviation of the pixels of all 60,000 training images, on 0 to 1. */
  static final double MEAN = 0.286;

  static final double DEVIATION = 0.353;

  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private static final int PIXELS = 28;
  private static final int MEASURED_IMAGES = 60_000;
  private static final long MAX_ELEMENTS = 1L << 24;
  private static final Preprocessing PREPROCESSING =
      new Preprocessing(
          Optional.empty(),
          Optional.empty(),
          ChannelOrder.GREY,
          ValueRange.UNIT,
          List.of(MEAN),
          List.of(DEVIATION));

  private final IdxReader reader = new IdxReader(MAX_ELEMENTS);
  private final SequencedMap<String, Integer> samples;
  private final Map<String, Split> splits = new ConcurrentHashMap<>();

  /**
   * A part of it.
   *
   * @param samples of each split, from the first on
   */
  FashionMnist(SequencedMap<String, Integer> samples) {
    this.samples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(samples));
  }

  static int classes() {
    return CLASSES.size();
  }

  @Override
  public DatasetSummary summary() {
    SequencedMap<String, SplitSummary> counts = new LinkedHashMap<>();
    samples.forEach((split, size) -> counts.put(split, count(labels(split), size)));
    Range pixels = new Range(PIXELS, PIXELS);
    return new DatasetSummary(
        "idx",
        DatasetTask.CLASSIFICATION,
        CLASSES,
        counts,
        Optional.of(
            new ImageSummary(
                pixels, pixels, 1, List.of(MEAN), List.of(DEVIATION), MEASURED_IMAGES)),
        List.of(1L, (long) PIXELS, (long) PIXELS),
        PREPROCESSING,
        List.of());
  }

  private static SplitSummary count(IdxArray labels, int size) {
    List<Integer> perClass = new ArrayList<>(Collections.nCopies(CLASSES.size(), 0));
    for (int i = 0; i < size; i++) {
      perClass.set(labels.at(i), perClass.get(labels.at(i)) + 1);
    }
    return new SplitSummary(size, perClass);
  }

  @Override
  public Optional<Split> split(String name) {
    return Optional.ofNullable(samples.get(name))
        .map(size -> splits.computeIfAbsent(name, _ -> read(name, size)));
  }

  private Split read(String name, int size) {
    IdxArray images = read("fashion-mnist-%s-images.idx3-ubyte.gz".formatted(name));
    return new IdxSplit(name, size, images, labels(name));
  }

  private IdxArray labels(String split) {
    return read("fashion-mnist-%s-labels.idx1-ubyte.gz".formatted(split));
  }

  private IdxArray read(String resource) {
    try (InputStream input = FashionMnist.class.getResourceAsStream(resource)) {
      return reader.read(resource, Objects.requireNonNull(input, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    splits.clear();
  }
}
