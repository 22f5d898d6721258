package io.espalier.web;

import static io.espalier.web.Api.json;
import static io.espalier.web.Api.problem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** What is left of a search whose job breaks before it is done, through HTTP. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TemporaryHome.class)
final class DivergedJobTest {
  private static final int PER_CLASS = 64;
  private static final String JOB =
      """
      {"model":"%s","dataset":"%s","seed":3,
       "steps":[{"type":"prune","target":{"macs":0.6},"minimumChannels":4,"rounding":1,
                 "calibration":{"samples":16,"batchSize":8},
                 "flow":{"type":"sampling","candidates":4,"samples":16}},
                {"type":"fine-tune","steps":100,"batchSize":16,
                 "optimizer":{"type":"sgd","learningRate":99,"weightDecay":0.99}}]}
      """;

  private final Api api;
  private final TrainingService service;

  DivergedJobTest(@LocalServerPort int port) {
    api = new Api(port);
    service = new TrainingService(api);
  }

  @Test
  void aJobThatDivergesShowsItsCauseAndTheBestCut() {
    String dataset = service.uploadSquares(PER_CLASS);
    String job = service.submit(JOB.formatted(service.uploadModel(), dataset));
    JsonNode end = service.finished(job);

    assertThat(end.get("state").stringValue()).as(end.toString()).isEqualTo("FAILED");
    assertThat(end.at("/error/code").stringValue()).isEqualTo("training-diverged");
    assertThat(Api.texts(end.get("artifacts"), "name")).containsExactly("pruning-best.json");
    JsonNode best = json(api.get(end.at("/artifacts/0/href").stringValue()));
    assertThat(best.at("/found/of").intValue()).isEqualTo(4);
    best.get("tensors").valueStream().forEach(DivergedJobTest::assertLegal);
    assertThat(best.get("tensors").toString()).contains("\"kept\":[[");
    problem(api.get("/v1/jobs/" + job + "/artifacts/model.onnx"), 404, "not-found");
  }

  /** The indices that stay are ascending, of the tensor, and as many as it has afterwards. */
  private static void assertLegal(JsonNode tensor) {
    for (int axis = 0; axis < tensor.get("before").size(); axis++) {
      JsonNode kept = tensor.at("/kept/" + axis);
      int before = tensor.at("/before/" + axis).intValue();
      if (kept.isArray()) {
        assertThat(kept.valueStream().map(JsonNode::intValue))
            .hasSize(tensor.at("/after/" + axis).intValue())
            .isSorted()
            .doesNotHaveDuplicates()
            .allMatch(index -> index >= 0 && index < before);
      } else {
        assertThat(tensor.at("/after/" + axis).intValue()).isEqualTo(before);
      }
    }
  }
}
