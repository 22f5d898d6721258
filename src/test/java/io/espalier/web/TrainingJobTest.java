package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** A model is cut, trained and measured on a data set, all of it through HTTP. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class TrainingJobTest {
  private static final int STEPS = 400;
  private static final String JOB =
      """
      {"model":"%s","dataset":"%s","seed":3,
       "steps":[{"type":"prune","target":{"macs":0.6},"minimumChannels":4,"rounding":1},
                {"type":"fine-tune","steps":%d,"batchSize":32,"augment":["flip"],
                 "optimizer":{"type":"adamw","learningRate":0.01}}],
       "evaluate":{"split":"test"}}
      """;

  private final Api api;
  private final TrainingService service;

  TrainingJobTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @Test
  void cutsTrainsAndMeasuresAndTellsEveryStage() {
    String dataset = service.uploadSquares(64);
    String job = service.submit(JOB.formatted(service.uploadModel(), dataset, STEPS));
    JsonNode end = service.finished(job);
    assertThat(end.get("state").stringValue()).as(end.toString()).isEqualTo("SUCCEEDED");

    JsonNode report = json(api.get("/v1/jobs/" + job + "/report"));
    assertThat(Api.texts(report.get("stages"), "stage"))
        .containsExactly(
            "original", "step 1: prune, before recovery", "step 1: prune", "step 2: fine-tune");
    List<Double> top1 =
        report
            .get("stages")
            .valueStream()
            .map(stage -> stage.at("/evaluation/classification/top1").doubleValue())
            .toList();
    assertThat(top1.getLast()).isGreaterThan(0.9).isGreaterThan(top1.getFirst());
    assertThat(report.at("/after/accuracy/top1").doubleValue()).isEqualTo(top1.getLast());
    assertThat(report.at("/measuredOn/samples").intValue()).isEqualTo(96);
    assertThat(report.at("/trainedOn/dataset").stringValue()).isEqualTo("squares");

    assertCurves(job);
    assertProgress(job);
    assertDownload(end);
    assertThat(api.delete("/v1/datasets/" + dataset).statusCode()).isEqualTo(204);
  }

  private void assertCurves(String job) {
    JsonNode curves = json(api.get("/v1/jobs/" + job + "/metrics")).get("data");
    assertThat(Api.texts(curves, "series")).contains("loss");
    JsonNode loss =
        curves
            .valueStream()
            .filter(curve -> curve.get("series").stringValue().equals("loss"))
            .findFirst()
            .orElseThrow();
    assertThat(loss.get("step").intValue()).isEqualTo(1);
    JsonNode points = loss.get("points");
    assertThat(points.get(points.size() - 1).get("iteration").intValue()).isEqualTo(STEPS);
    assertThat(points.get(points.size() - 1).get("value").doubleValue())
        .isLessThan(points.get(0).get("value").doubleValue());
  }

  private void assertProgress(String job) {
    JsonNode events =
        json(api.get("/v1/jobs/" + job + "/events", "Accept", "application/json")).get("data");
    assertThat(events.valueStream()).anyMatch(event -> event.get("secondsLeft").isNumber());
    assertThat(events.valueStream().map(event -> event.get("fraction").doubleValue())).isSorted();
    assertThat(Api.texts(events, "phase")).contains("TRAINING");
  }

  private void assertDownload(JsonNode job) {
    JsonNode artifact = job.at("/artifacts/0");
    assertThat(artifact.get("name").stringValue()).isEqualTo("model.onnx");
    HttpResponse<String> file = api.get(artifact.get("href").stringValue());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValueAsLong("Content-Length"))
        .hasValue(artifact.get("bytes").longValue());
  }

  @Test
  void keepsADataSetAsLongAsAJobMayReadIt() {
    String dataset = service.uploadSquares(40);
    String model = service.uploadModel();
    String running = service.submit(JOB.formatted(model, dataset, 100_000));
    String queued = service.submit(JOB.formatted(model, dataset, 100_000));

    for (String job : List.of(running, queued)) {
      JsonNode problem = problem(api.delete("/v1/datasets/" + dataset), 409, "in-use");
      assertThat(problem.get("detail").stringValue()).contains(job);
      assertThat(api.postJson("/v1/jobs/" + job + "/cancel", "").statusCode()).isIn(200, 202);
      assertThat(service.finished(job).get("state").stringValue()).isEqualTo("CANCELLED");
    }
    assertThat(api.delete("/v1/datasets/" + dataset).statusCode()).isEqualTo(204);
  }
}
