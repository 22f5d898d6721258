package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.json.StrictJson;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.SchemaCheck;
import io.espalier.problem.EspalierException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SchemaAgreementTest {
  private static final int DOCUMENTS = 8_000;
  private static final List<String> VALUES =
      List.of(
          "0.5",
          "0.001",
          "0.0009",
          "1",
          "0",
          "-1",
          "8",
          "8.0",
          "8.5",
          "256",
          "257",
          "65536",
          "65537",
          "9223372036854775807",
          "9223372036854775808",
          "null",
          "true",
          "\"prune\"",
          "\"l1\"",
          "\"random\"",
          "\"onnx\"",
          "[\"onnx\"]",
          "[\"onnx\",\"report\"]",
          "[\"onnx\",\"onnx\"]",
          "[\"torchscript\",{\"type\":\"safetensors\"}]",
          "[{\"type\":\"onnx\",\"opset\":13,\"precision\":\"fp16\",\"foldBatchNorm\":true}]",
          "[{\"type\":\"onnx\",\"opset\":22}]",
          "[{\"type\":\"onnx\",\"foldBatchNorm\":1},\"report\"]",
          "[{\"type\":\"report\",\"opset\":13}]",
          "[{\"opset\":13}]",
          "[]",
          "{}",
          "{\"macs\":0.5}",
          "{\"parameters\":0.9}",
          "{\"macs\":0.5,\"parameters\":0.5}",
          "{\"macs\":null}",
          "{\"macs\":null,\"bytes\":0.5}",
          "{\"latencyMillis\":0.5}",
          "{\"type\":\"l2\"}",
          "{\"type\":\"l2\",\"samples\":8}",
          "{\"type\":\"hrank\",\"samples\":8}",
          "{\"type\":\"pfa\",\"pooling\":\"mean\"}",
          "{\"type\":\"thinet\",\"locations\":0}",
          "{\"type\":\"gates\",\"penalty\":0}",
          "\"thinet\"",
          "[\"filter\",\"block\"]",
          "[\"filter\",\"filter\"]",
          "\"heads\"",
          "\"max\"",
          "\"mean\"",
          "\"layer\"",
          "\"sets\"",
          "{\"type\":\"sets\",\"sets\":[[\"a*\"],[\"b\"]]}",
          "{\"type\":\"sets\",\"sets\":[[]]}",
          "{\"type\":\"sets\"}",
          "[\"*head*\"]",
          "[{\"pattern\":\"*a*\",\"ratio\":0.3}]",
          "[{\"pattern\":\"*a*\",\"ratio\":1}]",
          "[\"bn-recalibration\",\"least-squares\"]",
          "[\"bias-correction\",\"bias-correction\"]",
          "{\"samples\":64}",
          "{\"samples\":64,\"batchSize\":0}",
          "\"one-shot\"",
          "{\"type\":\"iterative\",\"rounds\":3,\"pace\":\"cubic\"}",
          "{\"type\":\"iterative\",\"tune\":{\"epochs\":1,\"augment\":[\"flip\"]}}",
          "{\"type\":\"iterative\",\"tune\":{\"epochs\":1,\"steps\":1}}",
          "{\"type\":\"iterative\",\"tune\":null}",
          "{\"type\":\"sampling\",\"candidates\":10001}",
          "{\"type\":\"sampling\",\"draw\":\"importance\",\"seconds\":60}",
          "{\"dataset\":\"d\"}",
          "{\"split\":\"val\"}",
          "\"gpu\"",
          "{\"resize\":256,\"crop\":{\"height\":224,\"width\":200},\"range\":\"byte\"}",
          "{\"resize\":{\"height\":0,\"width\":8}}",
          "{\"mean\":[0.5],\"std\":[0.1,0.2,0.3],\"channels\":\"bgr\"}",
          "{\"std\":[0]}",
          "\"\"");

  private static final List<String> STEP_MEMBERS =
      List.of(
          "type",
          "target",
          "criterion",
          "rounding",
          "minChannels",
          "minimumChannels",
          "levels",
          "attention",
          "normalize",
          "reduce",
          "scope",
          "protect",
          "ratios",
          "recovery",
          "calibration",
          "flow",
          "control",
          "extra");

  private final JobSpecReader reader = new JobSpecReader(List.of(PruneOptions.DESCRIPTION));
  private final Random random = new Random(5);

  @Test
  void whatTheSchemaDescribesIsExactlyWhatIsRead() {
    Map<String, Object> schema = reader.schema();
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      JsonNode document = document();
      boolean read = isRead(document);
      assertThat(read).as(document.toString()).isEqualTo(SchemaCheck.accepts(schema, document));
      accepted += read ? 1 : 0;
    }
    assertThat(accepted).isBetween(DOCUMENTS / 20, DOCUMENTS * 19 / 20);
  }

  @Test
  void closesEveryObject() {
    assertThat(SchemaCheck.isClosed(reader.schema())).isTrue();
  }

  @Test
  void documentsAnExampleThatIsRead() {
    JsonNode step = JsonMapper.shared().valueToTree(PruneOptions.DESCRIPTION.example());
    assertThat(SchemaCheck.accepts(PruneOptions.DESCRIPTION.options().schema(), step)).isTrue();
  }

  @Test
  void describesEveryOption() {
    assertThat(PruneOptions.DESCRIPTION.options().schema().get("properties").toString())
        .contains(
            "levels",
            "criterion",
            "normalize",
            "reduce",
            "scope",
            "target",
            "rounding",
            "minChannels",
            "protect",
            "ratios",
            "recovery",
            "calibration",
            "flow",
            "control",
            "default=8",
            "default=l1",
            "deprecated=true");
  }

  /** Read, or refused for what no schema can say: that something needs data and there is none. */
  private boolean isRead(JsonNode document) {
    try {
      reader.read(document);
      return true;
    } catch (EspalierException refusal) {
      return refusal.problems().stream()
          .allMatch(problem -> problem.code().equals("dataset-missing"));
    }
  }

  private JsonNode document() {
    Map<String, String> step = new LinkedHashMap<>();
    step.put("type", "\"prune\"");
    step.put("target", "{\"macs\":0.5}");
    mutate(step, STEP_MEMBERS);
    Map<String, String> job = new LinkedHashMap<>();
    job.put("model", "\"m\"");
    job.put("steps", "[" + json(step) + "]");
    mutate(
        job,
        List.of(
            "seed",
            "outputs",
            "evaluate",
            "model",
            "steps",
            "dataset",
            "preprocess",
            "device",
            "devices",
            "other"));
    return StrictJson.read(json(job).getBytes(StandardCharsets.UTF_8));
  }

  private void mutate(Map<String, String> members, List<String> names) {
    for (int n = random.nextInt(3); n > 0; n--) {
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(5) == 0) {
        members.remove(name);
      } else {
        members.put(name, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
  }

  private static String json(Map<String, String> members) {
    List<String> written = new ArrayList<>();
    members.forEach((name, value) -> written.add("\"" + name + "\":" + value));
    return "{" + String.join(",", written) + "}";
  }
}
