package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** The sensitivity of a model, measured through HTTP alone. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SensitivityJobTest {
  private final Api api;
  private final TrainingService service;
  private String model = "";
  private String squares = "";

  SensitivityJobTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @BeforeAll
  void upload() {
    model = service.uploadModel();
    squares = service.uploadSquares(8);
  }

  @Test
  void measuresEveryGroup() {
    HttpResponse<String> accepted =
        api.postJson(
            path(), "{\"dataset\":\"%s\",\"ratios\":[0.5,0.25],\"samples\":16}".formatted(squares));
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String job = json(accepted).get("id").stringValue();
    assertThat(accepted.headers().firstValue("Location")).contains("/v1/jobs/" + job);

    JsonNode finished = service.finished(job);
    assertThat(finished.get("state").stringValue()).as(finished.toString()).isEqualTo("SUCCEEDED");
    JsonNode curves = json(api.get("/v1/jobs/" + job + "/artifacts/sensitivity.json"));
    assertThat(curves.get("samples").intValue()).isEqualTo(16);
    assertThat(curves.get("groups").size()).isEqualTo(2);
    JsonNode points = curves.at("/groups/0/points");
    assertThat(points.valueStream().map(point -> point.get("silenced").intValue()))
        .containsExactly(3, 6);
    assertThat(points.at("/1/monotone").doubleValue())
        .isGreaterThanOrEqualTo(points.at("/0/monotone").doubleValue());
    assertThat(json(api.get("/v1/jobs/" + job + "/report")).toString()).contains("monotone");
    assertThat(api.get("/v1/jobs/" + job + "/report", "Accept", "text/html").body())
        .contains("Silenced", "<polyline");
  }

  @ParameterizedTest(name = "{2} at {1}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|/dataset|dataset-missing",
        "{\"dataset\":\"nothing\"}|/dataset|unknown-value",
        "{\"dataset\":\"SQUARES\",\"ratios\":[0]}|/ratios/0|out-of-range",
        "{\"dataset\":\"SQUARES\",\"ratios\":[0.5,0.5]}|/ratios/1|repeated",
        "{\"dataset\":\"SQUARES\",\"levels\":[\"block\"]}|/levels/0|unknown-value",
        "{\"dataset\":\"SQUARES\",\"samples\":0}|/samples|out-of-range",
        "{\"dataset\":\"SQUARES\",\"target\":{\"macs\":0.5}}|/target|unknown-field",
        "{\"dataset\":\"SQUARES\",\"criterion\":{\"type\":\"pfa\",\"samples\":8}}"
            + "|/criterion/samples|too-few-samples"
      })
  void refusesAtThePlace(String document, String pointer, String code) {
    JsonNode problem =
        problem(
            api.postJson(path(), document.replace("SQUARES", squares)), 422, "validation-failed");
    assertThat(problem.get("errors").valueStream())
        .as(problem.toString())
        .anyMatch(
            error ->
                error.path("pointer").asString("").equals(pointer)
                    && error.get("code").stringValue().equals(code));
  }

  @Test
  void saysWhatAMeasurementWithoutDataLacks() {
    JsonNode problem = problem(api.postJson(path(), "{}"), 422, "validation-failed");
    assertThat(problem.get("errors").toString())
        .contains("The comparison of answers of step 1 (sensitivity) needs samples.");
  }

  private String path() {
    return "/v1/models/" + model + "/sensitivity";
  }
}
