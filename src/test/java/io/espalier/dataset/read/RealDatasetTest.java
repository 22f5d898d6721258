package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Image;
import io.espalier.dataset.Split;
import io.espalier.dataset.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that people use. */
class RealDatasetTest {
  /** CIFAR-10 as JPEG is not CIFAR-10 to the last digit. */
  private static final double PIXEL_TOLERANCE = 0.002;

  @TempDir private Path scratch;

  @Test
  void examinesCifar10() {
    DatasetSummary summary = examine("cifar10-jpeg.zip");

    assertThat(summary.format()).isEqualTo("image-folders");
    assertThat(summary.classes()).startsWith("airplane", "automobile").hasSize(10);
    assertThat(summary.splits().keySet()).containsExactly("train", "test");
    assertThat(summary.splits().get("train").perClass()).isEqualTo(Collections.nCopies(10, 5000));
    assertThat(summary.splits().get("test").samples()).isEqualTo(10_000);
    assertThat(summary.inputShape()).containsExactly(3L, 32L, 32L);
    ImageSummary images = summary.images().orElseThrow();
    assertThat(images.measured()).isEqualTo(20_000);
    assertThat(images.mean().getFirst()).isCloseTo(0.4914, within(PIXEL_TOLERANCE));
    assertThat(images.mean().getLast()).isCloseTo(0.4465, within(PIXEL_TOLERANCE));
    assertThat(images.std().getFirst()).isCloseTo(0.247, within(PIXEL_TOLERANCE));
  }

  @Test
  void examinesAndOpensDigits() {
    DatasetSummary summary = examine("digits28.zip");

    assertThat(summary.task()).isEqualTo(DatasetTask.CLASSIFICATION);
    assertThat(summary.splits().keySet()).containsExactly("train", "val", "test");
    assertThat(summary.images().orElseThrow().height()).isEqualTo(new Range(28, 28));
    assertThat(summary.inputShape()).containsExactly(1L, 28L, 28L);
    try (Dataset dataset = reader().open(fixture("digits28.zip"), summary, DatasetOptions.NONE)) {
      Split test = dataset.split("test").orElseThrow();
      assertThat(test.size()).isEqualTo(797);
      assertThat(test.target(796)).isEqualTo(new Target.OfClass(9));
      assertThat(test.read(0).input()).isInstanceOf(Image.class);
      assertThat(dataset.split("other")).isEmpty();
    }
  }

  @Test
  void examinesGreyCifar() {
    DatasetSummary summary = examine("cifar1k-grey28.zip");

    assertThat(summary.splits().values()).extracting("samples").isEqualTo(List.of(800, 200, 2000));
    assertThat(summary.images().orElseThrow().channels()).isEqualTo(1);
  }

  private DatasetSummary examine(String name) {
    return reader().examine(fixture(name), DatasetOptions.NONE, ExaminationListener.NONE);
  }

  private DatasetReader reader() {
    return new DatasetReader(DatasetLimits.standard(), scratch);
  }

  private static Path fixture(String name) {
    Path file = Path.of("../shared/fixtures/data", name);
    assumeTrue(Files.exists(file), () -> "There is no " + file + " here.");
    return file;
  }
}
