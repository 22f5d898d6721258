package io.espalier.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The data sets the service carries with it, by the name a job uses. */
public final class BundledDatasets {
  /** 20,000 training and all 10,000 test images of Fashion-MNIST (Zalando SE, MIT licence). */
  public static final String FASHION_MNIST = "fashion-mnist";

  /** The first 1,000 test images of Fashion-MNIST, as split test. */
  public static final String FASHION_MNIST_HELDOUT = "fashion-mnist-heldout";

  private static final int TRAIN_SAMPLES = 20_000;
  private static final int TEST_SAMPLES = 10_000;
  private static final int HELDOUT_SAMPLES = 1000;

  public List<String> names() {
    return List.of(FASHION_MNIST, FASHION_MNIST_HELDOUT);
  }

  /** The data set of that name, read anew: the caller decides how long it stays in memory. */
  public Optional<Dataset> open(String name) {
    return samples(name).map(FashionMnist::new);
  }

  /** Samples of each split. */
  private static Optional<SequencedMap<String, Integer>> samples(String name) {
    SequencedMap<String, Integer> samples = new LinkedHashMap<>();
    if (name.equals(FASHION_MNIST)) {
      samples.put(FashionMnist.TRAIN, TRAIN_SAMPLES);
      samples.put(FashionMnist.TEST, TEST_SAMPLES);
    } else if (name.equals(FASHION_MNIST_HELDOUT)) {
      samples.put(FashionMnist.TEST, HELDOUT_SAMPLES);
    }
    return samples.isEmpty() ? Optional.empty() : Optional.of(samples);
  }
}
