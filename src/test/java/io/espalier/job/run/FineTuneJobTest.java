package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.evaluate.Evaluation;
import io.espalier.job.JobProgress;
import io.espalier.job.JobResult;
import io.espalier.report.Report;
import io.espalier.report.ReportPage;
import io.espalier.report.StageReport;
import io.espalier.report.TrainingReport;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cut network is trained on bundled data and measured at every stage. */
class FineTuneJobTest {
  private static final String JOB =
      """
      {"model":"%s","dataset":"fashion-mnist","seed":3,
       "steps":[{"type":"prune","target":{"macs":0.6}},
                {"type":"fine-tune","steps":30,"batchSize":64,"augment":["flip"],
                 "optimizer":{"type":"sgd","learningRate":0.02}}],
       "evaluate":{"split":"test","dataset":"fashion-mnist-heldout"}}
      """;

  @TempDir private Path home;

  @Test
  void bringsACutNetworkBackAndTellsEveryStage() throws IOException {
    Workshop workshop = new Workshop(home);
    String model = workshop.upload("resnet8.onnx", bundled(), "");
    JobResult result = workshop.run(JOB.formatted(model));
    Report report = workshop.report(result);

    assertThat(report.stages())
        .extracting(StageReport::stage)
        .containsExactly(
            "original", "step 1: prune, before recovery", "step 1: prune", "step 2: fine-tune");
    List<Double> top1 =
        report.stages().stream()
            .map(StageReport::evaluation)
            .map(Evaluation::classification)
            .map(figures -> figures.orElseThrow().top1())
            .toList();
    assertThat(top1.get(0)).isGreaterThan(0.9);
    assertThat(top1.get(2)).isGreaterThan(top1.get(1) + 0.1);
    assertThat(top1.get(3)).isGreaterThan(top1.get(1) + 0.1);
    assertThat(report.before().accuracy().orElseThrow().top1()).isEqualTo(top1.get(0));
    assertThat(report.after().accuracy().orElseThrow().top1()).isEqualTo(top1.get(3));
    assertThat(report.verification()).noneMatch(VerificationCheck::failed);

    TrainingReport training = report.steps().get(1).training().orElseThrow();
    assertThat(training.steps()).isEqualTo(30);
    assertThat(training.curves()).extracting(TrainingReport.Curve::series).contains("loss");
    assertThat(report.trainedOn().orElseThrow().dataset()).isEqualTo("fashion-mnist");
    assertThat(report.measuredOn().orElseThrow().samples()).isEqualTo(1000);
    assertThat(ReportPage.of(report))
        .contains("Accuracy at every stage", "step 2: fine-tune", "polyline", "Ankle boot")
        .doesNotContain("before any fine-tuning");
    assertThat(workshop.progress()).extracting(JobProgress::phase).contains("TRAINING");
    assertThat(workshop.progress()).extracting(JobProgress::fraction).isSorted();
  }

  private Path bundled() throws IOException {
    Path file = home.resolve("resnet8.onnx");
    try (InputStream content =
        getClass().getResourceAsStream("/io/espalier/demo/resnet8-fashion.onnx")) {
      Files.copy(Objects.requireNonNull(content), file);
    }
    return file;
  }
}
