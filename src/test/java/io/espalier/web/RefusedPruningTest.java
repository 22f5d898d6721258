package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** Prune steps that cannot be carried out are refused with the place of every fault. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedPruningTest {
  private final Api api;
  private final TrainingService service;
  private String model = "";
  private String squares = "";

  RefusedPruningTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @BeforeAll
  void upload() {
    model = service.uploadModel();
    squares = service.uploadSquares(8);
  }

  @ParameterizedTest(name = "{2} at {1}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"protect\":[\"*head*\"]|/steps/0/protect/0|no-match",
        "\"ratios\":[{\"pattern\":\"*layer1*\",\"ratio\":0.3}]|/steps/0/ratios/0/pattern|no-match",
        "\"ratios\":[{\"pattern\":\"conv*\",\"ratio\":1}]|/steps/0/ratios/0/ratio|out-of-range",
        "\"protect\":[\"conv_0\"],\"ratios\":[{\"pattern\":\"conv_0\",\"ratio\":0.3}]"
            + "|/steps/0/ratios/0|conflicting-rules",
        "\"protect\":[\"conv*\"]|/steps/0/protect|nothing-to-cut",
        "\"criterion\":{\"type\":\"pfa\",\"samples\":8}"
            + "|/steps/0/criterion/samples|too-few-samples",
        "\"flow\":\"sampling\"|/steps/0/flow/samples|too-few-samples",
        "\"flow\":{\"type\":\"iterative\",\"rounds\":0}|/steps/0/flow/rounds|out-of-range",
        "\"flow\":{\"type\":\"sampling\",\"candidates\":0}|/steps/0/flow/candidates|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":25}}"
            + "|/steps/0/flow/tune/batchSize|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":8,\"precision\":\"bf16\"}}"
            + "|/steps/0/precision|precision-unsupported"
      })
  void refusesAtThePlaceAndStoresNothing(String options, String pointer, String code) {
    expect(document(options, "\"dataset\":\"" + squares + "\","), pointer, code);
  }

  @ParameterizedTest(name = "{1} at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"criterion\":\"hrank\"|criterion (hrank)",
        "\"recovery\":[\"least-squares\"]|recovery (least-squares)",
        "\"flow\":\"sampling\"|flow (sampling)",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{}}|flow (iterative)"
      })
  void namesWhatNeedsADataSet(String options, String named) {
    JsonNode problem = expect(document(options, ""), "/dataset", "dataset-missing");
    assertThat(problem.get("errors").toString()).contains("The " + named + " of step 1 (prune)");
  }

  @Test
  void refusesABudgetThatNothingCanReach() {
    String document =
        "{\"model\":\"%s\",\"steps\":[{\"type\":\"prune\",\"target\":{\"macs\":0.001}}]}"
            .formatted(model);
    for (String path : new String[] {"/v1/jobs", "/v1/jobs:validate"}) {
      JsonNode problem = problem(api.postJson(path, document), 422, "infeasible-plan");
      assertThat(problem.get("errors").toString()).contains("/steps/0/target/macs");
    }
  }

  @Test
  void planSaysWhatReadsFewerSamplesThanItAsksFor() {
    String document = document("\"criterion\":\"hrank\"", "\"dataset\":\"" + squares + "\",");
    JsonNode plan = json(api.postJson("/v1/jobs:validate", document));
    assertThat(plan.at("/steps/0/warnings").toString())
        .contains("The criterion (hrank) asks for 500 samples");
    assertThat(plan.at("/steps/0/provisional").booleanValue()).isTrue();
  }

  private JsonNode expect(String document, String pointer, String code) {
    String before = api.get("/v1/jobs").body();
    JsonNode last = null;
    for (String path : new String[] {"/v1/jobs", "/v1/jobs:validate"}) {
      JsonNode problem = problem(api.postJson(path, document), 422, "validation-failed");
      assertThat(problem.get("errors").valueStream())
          .as(problem.toString())
          .anyMatch(
              error ->
                  error.path("pointer").asString("").equals(pointer)
                      && error.get("code").stringValue().equals(code));
      last = problem;
    }
    assertThat(api.get("/v1/jobs").body()).isEqualTo(before);
    return last;
  }

  private String document(String options, String fields) {
    return "{\"model\":\"%s\",%s\"steps\":[{\"type\":\"prune\",\"target\":{\"macs\":0.8},\"minChannels\":1,%s}]}"
        .formatted(model, fields, options);
  }
}
