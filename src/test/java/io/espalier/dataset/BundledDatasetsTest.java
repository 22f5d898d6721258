package io.espalier.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BundledDatasetsTest {
  private static final double SCALING_TOLERANCE = 0.05;

  private final BundledDatasets datasets = new BundledDatasets();

  @Test
  void findsEveryNameItLists() {
    assertThat(datasets.names()).isNotEmpty().allMatch(name -> datasets.find(name).isPresent());
  }

  @Test
  void knowsNoOtherName() {
    assertThat(datasets.find("cifar")).isEmpty();
  }

  @Test
  void holdsAThousandImagesOfAllTenClasses() {
    LabelledImages images = fashionMnist();

    assertThat(images.images().shape()).containsExactly(1000, 1, 28, 28);
    assertThat(images.size()).isEqualTo(1000);
    assertThat(images.labels().toLongs()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).hasSize(1000);
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
