package io.espalier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetSummary.SplitSummary;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BundledDatasetsTest {
  private static final double SCALING_TOLERANCE = 0.05;

  private final BundledDatasets datasets = new BundledDatasets();

  @Test
  void opensEveryNameItLists() {
    assertThat(datasets.names())
        .isNotEmpty()
        .allMatch(name -> datasets.open(name).isPresent() && datasets.find(name).isPresent());
  }

  @Test
  void knowsNoOtherName() {
    assertThat(datasets.open("cifar")).isEmpty();
    assertThat(datasets.find("cifar")).isEmpty();
  }

  @Test
  void holdsTwoThousandImagesOfEachClassForTrainingAndAllForTests() {
    try (Dataset dataset = datasets.open(BundledDatasets.FASHION_MNIST).orElseThrow()) {
      DatasetSummary summary = dataset.summary();
      assertThat(summary.splits())
          .containsExactly(
              entry("train", new SplitSummary(20_000, Collections.nCopies(10, 2000))),
              entry("test", new SplitSummary(10_000, Collections.nCopies(10, 1000))));
      assertThat(dataset.split("train").orElseThrow().size()).isEqualTo(20_000);
      assertThat(dataset.split("val")).isEmpty();
    }
  }

  @Test
  void startsTrainingWithTheFirstImagesOfTheOriginal() {
    try (Dataset dataset = datasets.open(BundledDatasets.FASHION_MNIST).orElseThrow()) {
      Split train = dataset.split("train").orElseThrow();
      assertThat(IntStream.range(0, 8).mapToObj(train::target))
          .extracting(target -> ((Target.OfClass) target).index())
          .containsExactly(9, 0, 0, 3, 0, 2, 7, 2);
      assertThat(train.read(0).input())
          .isInstanceOfSatisfying(
              Image.class,
              image -> {
                assertThat(image.height()).isEqualTo(28);
                assertThat(image.width()).isEqualTo(28);
                assertThat(image.channels()).isEqualTo(1);
              });
    }
  }

  @Test
  void holdsOutTheFirstThousandTestImages() {
    try (Dataset all = datasets.open(BundledDatasets.FASHION_MNIST).orElseThrow();
        Dataset first = datasets.open(BundledDatasets.FASHION_MNIST_HELDOUT).orElseThrow()) {
      Split test = all.split("test").orElseThrow();
      Split heldout = first.split("test").orElseThrow();
      assertThat(first.split("train")).isEmpty();
      assertThat(heldout.size()).isEqualTo(1000);
      assertThat(first.summary().splits().get("test").perClass())
          .satisfies(counts -> assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(1000));
      assertThat(((Image) heldout.read(999).input()).pixels())
          .isEqualTo(((Image) test.read(999).input()).pixels());
    }
  }

  @Test
  void startsWithTheBootAndThePulloverOfTheOriginal() {
    assertThat(fashionMnist().labels().toLongs()).startsWith(9, 2, 1, 1, 6);
  }

  @Test
  void scalesPixelsToZeroMeanAndUnitDeviation() {
    float[] values = fashionMnist().images().toFloats();
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / values.length;
      square += (double) value * value / values.length;
    }
    assertThat(mean).isCloseTo(0, within(SCALING_TOLERANCE));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(1, within(SCALING_TOLERANCE));
  }

  private LabelledImages fashionMnist() {
    return datasets.find(BundledDatasets.FASHION_MNIST_HELDOUT).orElseThrow();
  }
}
