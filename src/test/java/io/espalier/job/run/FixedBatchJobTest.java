package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.ValueInfo;
import io.espalier.report.Report;
import io.espalier.report.StageReport;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that takes batches of one size alone, which does not divide the samples. */
class FixedBatchJobTest {
  private static final int BATCH = 48;
  private static final int SAMPLES = 1000;
  private static final String JOB =
      """
      {"model":"%s","dataset":"fashion-mnist-heldout",
       "steps":[{"type":"prune","target":{"macs":0.9}}],"evaluate":{}}
      """;

  private static final String BARE = "step 1: prune, before recovery";
  private static final String RECOVERED =
      """
      {"model":"%s","dataset":"fashion-mnist",
       "steps":[{"type":"prune","target":{"macs":0.5},"calibration":{"samples":200}}],
       "evaluate":{"dataset":"fashion-mnist-heldout"}}
      """;

  @TempDir private Path home;

  @Test
  void isMeasuredOnEverySample() throws IOException {
    Report free = report(bundled());
    Report fixed = report(fixed());

    assertThat(fixed.verification()).noneMatch(VerificationCheck::failed);
    assertThat(fixed.stages())
        .extracting(stage -> stage.evaluation().samples())
        .containsOnly((long) SAMPLES);
    assertThat(top1(fixed)).isEqualTo(top1(free));
    assertThat(fixed.provenance().machine().device()).isEqualTo("cpu");
  }

  @Test
  void isBroughtBackOnWholeBatches() throws IOException {
    Workshop workshop = new Workshop(home);
    String model = workshop.upload("resnet8.onnx", fixed(), "");
    Report report = workshop.report(workshop.run(RECOVERED.formatted(model)));

    assertThat(report.stages()).extracting(StageReport::stage).contains(BARE);
    List<Double> top1 = top1(report);
    assertThat(top1.getLast()).isGreaterThan(top1.get(1) + 0.1);
  }

  private static List<Double> top1(Report report) {
    return report.stages().stream()
        .map(StageReport::evaluation)
        .map(evaluation -> evaluation.classification().orElseThrow().top1())
        .toList();
  }

  private Report report(Path file) throws IOException {
    Workshop workshop = new Workshop(Files.createTempDirectory(home, "workshop"));
    String model = workshop.upload("resnet8.onnx", file, "");
    return workshop.report(workshop.run(JOB.formatted(model)));
  }

  private Path fixed() throws IOException {
    Path file = home.resolve("fixed.onnx");
    try (Arena arena = Arena.ofConfined()) {
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(bundled(), arena).graph();
      Graph whole =
          new Graph(
              graph.name(),
              fixed(graph.inputs()),
              fixed(graph.outputs()),
              graph.nodes(),
              graph.initializers(),
              graph.opsets(),
              graph.metadata());
      new OnnxWriter("test").write(whole, file);
    }
    return file;
  }

  private static List<ValueInfo> fixed(List<ValueInfo> values) {
    return values.stream()
        .map(
            value -> {
              List<Dim> shape = new ArrayList<>(value.type().shape());
              shape.set(0, Dim.of(BATCH));
              return new ValueInfo(value.name(), value.type().withShape(shape));
            })
        .toList();
  }

  private Path bundled() throws IOException {
    Path file = home.resolve("resnet8.onnx");
    if (!Files.exists(file)) {
      try (InputStream content =
          getClass().getResourceAsStream("/io/espalier/demo/resnet8-fashion.onnx")) {
        Files.copy(Objects.requireNonNull(content), file);
      }
    }
    return file;
  }
}
