package io.espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportJsonTest {
  private final Report report = SampleReport.named("conv1");

  @Test
  void writesExactlyTheGoldenText() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("report.json")) {
      assertThat(text(report))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }

  @Test
  void readsBackWhatItWrites() {
    assertThat(text(ReportJson.read(ReportJson.write(report)))).isEqualTo(text(report));
  }

  @Test
  void readsAReportThatKnowsNoFurtherFiles() {
    String earlier = text(report).replaceAll("(?s),\\s*\"parts\" : \\[.*?\\]", "");
    assertThat(earlier).doesNotContain("parts\" :");
    Report read = ReportJson.read(earlier.getBytes(StandardCharsets.UTF_8));
    assertThat(read.provenance().output().parts()).isEmpty();
    assertThat(read.provenance().output().bytes()).isEqualTo(126_000);
  }

  @Test
  void readsAReportOfBeforeThereWasTraining() throws IOException {
    try (InputStream earlier = getClass().getResourceAsStream("earlier-report.json")) {
      Report read = ReportJson.read(earlier.readAllBytes());
      assertThat(read.stages()).isEmpty();
      assertThat(read.trainedOn()).isEmpty();
      assertThat(read.steps().getFirst().training()).isEmpty();
      assertThat(read.steps().getFirst().target()).isPresent();
      assertThat(ReportPage.of(read)).contains("before any fine-tuning");
    }
  }

  @Test
  void writesNullWhereNothingWasMeasured() {
    ModelFigures unmeasured = new ModelFigures(1, 2, 4, 8, List.of(), Optional.empty());
    Report bare =
        new Report(
            unmeasured,
            unmeasured,
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            report.provenance());
    JsonNode json = JsonMapper.shared().readTree(ReportJson.write(bare));
    assertThat(json.at("/before/accuracy").isNull()).isTrue();
    assertThat(json.at("/agreement").isNull()).isTrue();
    assertThat(json.at("/before/latency").isEmpty()).isTrue();
  }

  private static String text(Report report) {
    return new String(ReportJson.write(report), StandardCharsets.UTF_8);
  }
}
