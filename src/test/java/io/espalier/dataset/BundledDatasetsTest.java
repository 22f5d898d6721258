package io.espalier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetSummary.SplitSummary;
import java.util.Collections;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BundledDatasetsTest {
  private static final double STATISTICS_TOLERANCE = 0.02;

  private final BundledDatasets datasets = new BundledDatasets();

  @Test
  void opensEveryNameItLists() {
    assertThat(datasets.names()).isNotEmpty().allMatch(name -> datasets.open(name).isPresent());
  }

  @Test
  void knowsNoOtherName() {
    assertThat(datasets.open("cifar")).isEmpty();
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
  void declaresTheMeanAndDeviationThatItsTestImagesHave() {
    try (Dataset dataset = datasets.open(BundledDatasets.FASHION_MNIST_HELDOUT).orElseThrow()) {
      Split test = dataset.split("test").orElseThrow();
      double[] pixels =
          IntStream.range(0, test.size())
              .mapToObj(index -> ((Image) test.read(index).input()).pixels())
              .flatMapToDouble(BundledDatasetsTest::unit)
              .toArray();
      double mean = DoubleStream.of(pixels).average().orElseThrow();
      double square = DoubleStream.of(pixels).map(value -> value * value).average().orElseThrow();
      Preprocessing declared = dataset.summary().preprocessing();
      assertThat(declared.mean().getFirst()).isCloseTo(mean, within(STATISTICS_TOLERANCE));
      assertThat(declared.std().getFirst())
          .isCloseTo(Math.sqrt(square - mean * mean), within(STATISTICS_TOLERANCE));
    }
  }

  private static DoubleStream unit(byte[] pixels) {
    return IntStream.range(0, pixels.length).mapToDouble(i -> (pixels[i] & 0xFF) / 255.0);
  }
}
