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

/** Jobs that train and cannot be carried out are refused with the place of every fault. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedTrainingTest {
  private static final String NOBODY = "ds_00000000000000000000000000";
  private static final int LARGER_SIDE = TrainingService.SIDE + 4;

  private final Api api;
  private final TrainingService service;
  private String model = "";
  private String squares = "";
  private String larger = "";
  private String fourClasses = "";
  private String numbers = "";

  RefusedTrainingTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @BeforeAll
  void upload() {
    model = service.uploadModel();
    squares = service.uploadSquares(8);
    String path = "/v1/datasets";
    larger = service.created(path, DatasetFiles.folders(LARGER_SIDE, TrainingService.CLASSES, 8));
    fourClasses = service.created(path, DatasetFiles.folders(TrainingService.SIDE, 4, 8));
    numbers =
        service.created(path, DatasetFiles.text("a,b,label\n" + "1,2,0.5\n3,4,1.25\n".repeat(20)));
  }

  @ParameterizedTest(name = "{2} at {1}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"steps\":[FT]|/dataset|dataset-missing",
        "\"steps\":[PRUNE],\"evaluate\":{}|/dataset|dataset-missing",
        "\"dataset\":\"NOBODY\",\"steps\":[FT]|/dataset|unknown-value",
        "\"dataset\":\"mnist\",\"steps\":[FT]|/dataset|unknown-value",
        "\"dataset\":\"SQUARES\",\"steps\":[FT],\"evaluate\":{\"split\":\"dev\"}"
            + "|/evaluate/split|unknown-split",
        "\"dataset\":\"SQUARES\",\"steps\":[FT],\"evaluate\":{\"dataset\":\"NOBODY\"}"
            + "|/evaluate/dataset|unknown-value",
        "\"dataset\":\"SQUARES\",\"steps\":[FT],\"evaluate\":{\"dataset\":\"LARGER\"}"
            + "|/evaluate/dataset|dataset-mismatch",
        "\"dataset\":\"LARGER\",\"steps\":[FT]|/dataset|dataset-mismatch",
        "\"dataset\":\"FOUR\",\"steps\":[FT]|/dataset|dataset-mismatch",
        "\"dataset\":\"NUMBERS\",\"steps\":[FT]|/dataset|dataset-mismatch",
        "\"dataset\":\"SQUARES\",\"preprocess\":{\"mean\":[1,2,3],\"std\":[1,1,1]},\"steps\":[FT]"
            + "|/dataset|dataset-mismatch",
        "\"dataset\":\"SQUARES\",\"preprocess\":{\"std\":[0]},\"steps\":[FT]"
            + "|/preprocess/std/0|out-of-range",
        "\"dataset\":\"SQUARES\",\"device\":\"gpu\",\"steps\":[FT]|/device|no-such-device",
        "\"dataset\":\"SQUARES\",\"device\":\"tpu\",\"steps\":[FT]|/device|unknown-value",
        "\"dataset\":\"SQUARES\",\"devices\":0,\"steps\":[FT]|/devices|out-of-range",
        "DATA FT{\"freeze\":[\"layer9.*\"]}|/steps/1/freeze/0|no-match",
        "DATA FT{\"train\":[\"layer9.*\"]}|/steps/1/train/0|no-match",
        "DATA FT{\"groups\":[{\"match\":[\"layer9.*\"]}]}|/steps/1/groups/0/match/0|no-match",
        "DATA FT{\"freeze\":[\"*\"]}|/steps/1/freeze|nothing-to-learn",
        "DATA FT{\"batchSize\":0}|/steps/1/batchSize|out-of-range",
        "DATA FT{\"batchSize\":25}|/steps/1/batchSize|out-of-range",
        "DATA FT{\"batchSize\":65537}|/steps/1/batchSize|out-of-range",
        "DATA FT{\"microBatch\":0}|/steps/1/microBatch|out-of-range",
        "DATA FT{\"epochs\":1,\"steps\":1}|/steps/1|conflicting-fields",
        "DATA FT{\"loss\":{\"type\":\"mse\"}}|/steps/1/loss|loss-mismatch",
        "DATA FT{\"loss\":{\"type\":\"hinge\"}}|/steps/1/loss/type|unknown-value",
        "DATA FT{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":NaN}}"
            + "|/steps/1/optimizer/learningRate|not-finite",
        "DATA FT{\"earlyStopping\":{\"validation\":0.001}}"
            + "|/steps/1/earlyStopping/validation|no-samples",
        "DATA FT{\"augment\":[\"spin\"]}|/steps/1/augment/0|unknown-value",
        "DATA FT{\"precision\":\"bf16\"}|/steps/1/precision|precision-unsupported",
        "DATA FT{\"learningRate\":0.1}|/steps/1/learningRate|unknown-field"
      })
  void refusesAtThePlaceAndStoresNothing(String rest, String pointer, String code) {
    String before = api.get("/v1/jobs").body();
    String document = "{\"model\":\"" + model + "\"," + filled(rest) + "}";
    for (String path : new String[] {"/v1/jobs", "/v1/jobs:validate"}) {
      JsonNode problem = problem(api.postJson(path, document), 422, "validation-failed");
      assertThat(problem.get("errors").valueStream())
          .as(problem.toString())
          .anyMatch(
              error ->
                  error.path("pointer").asString("").equals(pointer)
                      && error.get("code").stringValue().equals(code));
    }
    assertThat(api.get("/v1/jobs").body()).isEqualTo(before);
  }

  /** The rest of a document; {@code DATA FT{…}} is one that trains in its second step. */
  private String filled(String rest) {
    String document =
        rest.startsWith("DATA FT{")
            ? "\"dataset\":\"SQUARES\",\"steps\":[PRUNE,{\"type\":\"fine-tune\","
                + (rest.contains("batchSize") ? "" : "\"batchSize\":8,")
                + rest.substring("DATA FT{".length())
                + "]"
            : rest;
    return document
        .replace("PRUNE", "{\"type\":\"prune\",\"target\":{\"macs\":0.8},\"minimumChannels\":1}")
        .replace("FT", "{\"type\":\"fine-tune\",\"batchSize\":8}")
        .replace("NOBODY", NOBODY)
        .replace("SQUARES", squares)
        .replace("LARGER", larger)
        .replace("FOUR", fourClasses)
        .replace("NUMBERS", numbers);
  }

  @Test
  void tellsAllFaultsOfADocumentAtOnce() {
    String document =
        """
        {"model":"%s","device":"tpu",
         "steps":[{"type":"fine-tune","batchSize":0,"clipNorm":-1}],"evaluate":{"split":7}}"""
            .formatted(model);
    JsonNode problem = problem(api.postJson("/v1/jobs", document), 422, "validation-failed");

    assertThat(Api.texts(problem.get("errors"), "pointer"))
        .contains("/device", "/steps/0/batchSize", "/steps/0/clipNorm", "/evaluate/split");
  }

  @Test
  void tellsAllFaultsOfTheDataAtOnce() {
    String document =
        """
        {"model":"%s","dataset":"%s","steps":[{"type":"fine-tune","batchSize":999}],
         "evaluate":{"split":"dev","dataset":"%s"}}"""
            .formatted(model, larger, squares);
    JsonNode problem = problem(api.postJson("/v1/jobs", document), 422, "validation-failed");

    assertThat(Api.texts(problem.get("errors"), "pointer")).contains("/dataset", "/evaluate/split");
  }

  @Test
  void takesAJobOnceItIsRight() {
    String document =
        "{\"model\":\"" + model + "\"," + filled("\"dataset\":\"SQUARES\",\"steps\":[FT]") + "}";
    JsonNode plan = json(api.postJson("/v1/jobs:validate", document));

    assertThat(plan.get("after")).as(plan.toString()).isNotNull();
  }
}
