package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.job.JobResult;
import io.espalier.report.Report;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model that real tools exported, from the uploaded file to the published one. */
class CompressionRunnerTest {
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");
  private static final double TARGET = 0.5;
  private static final double TARGET_TOLERANCE = 0.02;

  /** Names and shape constants that the rewrite adds or drops, relative to the weights removed. */
  private static final long FILE_OVERHEAD_BYTES = 64 << 10;

  @TempDir private Path home;

  static Stream<String> models() {
    return Stream.of(
        "resnet8-fashion.onnx",
        "resnet18.onnx",
        "mobilenet_v2.onnx",
        "vit_tiny.onnx",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx");
  }

  @ParameterizedTest
  @MethodSource("models")
  void halvesTheMacsOfARealModelAndProvesIt(String name) throws IOException {
    Workshop workshop = new Workshop(home);
    String model = workshop.upload(name, file(name), shape(name));
    JobResult result =
        workshop.run(
            """
            {"model":"%s","seed":7,"steps":[{"type":"prune","criterion":"l1","target":{"macs":0.5}}]}
            """
                .formatted(model));
    Report report = workshop.report(result);
    Path compressed = workshop.file(result, "model.onnx");

    assertThat((double) report.after().macs() / report.before().macs())
        .isCloseTo(TARGET, within(TARGET * TARGET_TOLERANCE));
    assertThat(report.verification()).noneMatch(VerificationCheck::failed);
    assertThat(report.verification())
        .extracting(VerificationCheck::outcome)
        .filteredOn(VerificationCheck.Outcome.PASSED::equals)
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(report.before().latency()).hasSize(2);
    assertThat(report.after().latency()).hasSize(2);
    assertSmallerByTheParametersRemoved(report, file(name), compressed);
    assertSameInterface(file(name), compressed);
    try (RunnableModel loaded = new OnnxRuntime(1).load(compressed)) {
      assertThat(loaded.runtime().name()).containsIgnoringCase("onnx");
    }
  }

  @Test
  void measuresAccuracyOnTheNamedDataSet() throws IOException {
    Workshop workshop = new Workshop(home);
    String name = "resnet8-fashion.onnx";
    String model = workshop.upload(name, file(name), "");
    JobResult result =
        workshop.run(
            """
            {"model":"%s","steps":[{"type":"prune","criterion":"l2","target":{"parameters":0.7}}],
             "evaluate":{"dataset":"fashion-mnist-heldout"}}
            """
                .formatted(model));
    Report report = workshop.report(result);

    assertThat(report.before().accuracy().orElseThrow().samples()).isEqualTo(1000);
    assertThat(report.before().accuracy().orElseThrow().top1()).isBetween(0.90, 0.95);
    assertThat(report.after().accuracy().orElseThrow().top1())
        .isLessThan(report.before().accuracy().orElseThrow().top1());
    assertThat((double) report.after().parameters() / report.before().parameters())
        .isCloseTo(0.7, within(0.7 * TARGET_TOLERANCE));
  }

  private static String shape(String name) {
    return name.startsWith("ch_") ? "x:1,3,48,192" : "";
  }

  private Path file(String name) throws IOException {
    return name.startsWith("ch_") ? resource(name) : fixture(name);
  }

  private Path resource(String name) throws IOException {
    Path copy = home.resolve(name);
    if (!Files.exists(copy)) {
      try (InputStream stream =
          CompressionRunnerTest.class.getResourceAsStream("/models/" + name)) {
        Files.copy(Objects.requireNonNull(stream), copy);
      }
    }
    return copy;
  }

  private static Path fixture(String name) {
    Path file = FIXTURES.resolve(name);
    assumeTrue(Files.exists(file), "The model %s is not on this machine.".formatted(name));
    return file;
  }

  private static void assertSmallerByTheParametersRemoved(Report report, Path before, Path after)
      throws IOException {
    long removed = 4 * (report.before().parameters() - report.after().parameters());
    assertThat(Files.size(before) - Files.size(after)).isGreaterThan(removed - FILE_OVERHEAD_BYTES);
  }

  private static void assertSameInterface(Path before, Path after) {
    OnnxReader reader = new OnnxReader(OnnxLimits.standard());
    try (Arena arena = Arena.ofShared()) {
      Graph original = reader.read(before, arena).graph();
      Graph compressed = reader.read(after, arena).graph();
      assertThat(List.of(compressed.inputs(), compressed.outputs()))
          .isEqualTo(List.of(original.inputs(), original.outputs()));
    }
  }
}
