package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Examines and opens data sets that a test has in memory. */
final class Opened {
  private final Path folder;
  private final DatasetLimits limits;

  Opened(Path folder) {
    this(folder, DatasetLimits.standard());
  }

  Opened(Path folder, DatasetLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  DatasetSummary summary(byte[] file) {
    return summary(file, DatasetOptions.NONE);
  }

  DatasetSummary summary(byte[] file, DatasetOptions options) {
    return reader().examine(write(file), options, ExaminationListener.NONE);
  }

  /** All samples of a split of a set that was examined first. */
  List<Sample> samples(byte[] file, String split) {
    return samples(file, split, DatasetOptions.NONE);
  }

  List<Sample> samples(byte[] file, String split, DatasetOptions options) {
    try (Dataset dataset = reader().open(write(file), summary(file, options), options)) {
      Split opened = dataset.split(split).orElseThrow();
      List<Sample> samples = IntStream.range(0, opened.size()).mapToObj(opened::read).toList();
      for (int i = 0; i < samples.size(); i++) {
        assertThat(opened.target(i)).usingRecursiveComparison().isEqualTo(samples.get(i).target());
      }
      return samples;
    }
  }

  /** The first problem a file is refused with; each must be fit to be shown. */
  Problem refusal(byte[] file) {
    return refusal(file, DatasetOptions.NONE);
  }

  Problem refusal(byte[] file, DatasetOptions options) {
    return refusals(file, options).getFirst();
  }

  List<Problem> refusals(byte[] file, DatasetOptions options) {
    Throwable thrown = catchThrowable(() -> summary(file, options));
    assertThat(thrown).isInstanceOf(EspalierException.class);
    List<Problem> problems = ((EspalierException) thrown).problems();
    assertThat(problems).isNotEmpty().allSatisfy(Opened::assertFitToShow);
    return problems;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] pixels(Sample sample) {
    return ((Image) sample.input()).pixels();
  }

  DatasetReader reader() {
    return new DatasetReader(limits, folder);
  }

  Path write(byte[] file) {
    try {
      return Files.write(folder.resolve("upload"), file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertFitToShow(Problem problem) {
    assertThat(problem.place()).startsWith("dataset:");
    assertThat(problem.message())
        .matches("(?s).*[.?]")
        .doesNotContain("Exception", "io.espalier", "java.", "/tmp");
  }
}
