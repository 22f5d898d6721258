package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.format.onnx.Precision;
import io.espalier.json.StrictJson;
import io.espalier.method.spec.Evaluation;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.Output;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class PruneJobDocumentTest {
  private final JobSpecReader reader = new JobSpecReader(List.of(PruneOptions.DESCRIPTION));

  @Test
  void readsTheWholeDocument() {
    JobSpec spec =
        read(
            """
            {"model":"mdl_1","seed":42,
             "steps":[{"type":"prune","criterion":"l2","target":{"parameters":0.25},
                       "rounding":16,"minChannels":2}],
             "outputs":["report"],"evaluate":{"dataset":"fashion-mnist-heldout"}}
            """);
    assertThat(spec)
        .isEqualTo(
            new JobSpec(
                "mdl_1",
                List.of(
                    PruneSpec.of(new Criterion.L2(), Budget.ofParameters(0.25))
                        .withWidths(new WidthLimits(16, 2))),
                42,
                Set.of(Output.REPORT),
                Optional.of(new Evaluation("test", Optional.of("fashion-mnist-heldout")))));
  }

  @Test
  void fillsInTheDefaults() {
    JobSpec spec = read(job("{\"type\":\"prune\",\"target\":{\"macs\":0.5}}"));
    assertThat(spec)
        .isEqualTo(
            new JobSpec(
                "mdl_1",
                List.of(PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5))),
                0,
                Set.of(Output.ONNX, Output.REPORT),
                Optional.empty()));
  }

  @Test
  void readsOutputsByNameAndWithOptions() {
    JobSpec spec =
        read(
            """
            {"model":"mdl_1","steps":[{"type":"prune","target":{"macs":0.5}}],
             "outputs":[{"type":"torchscript"},"safetensors",
                        {"type":"onnx","opset":13,"precision":"fp16","foldBatchNorm":true}]}
            """);
    assertThat(spec.outputs())
        .containsExactlyInAnyOrder(
            Output.TORCHSCRIPT,
            Output.SAFETENSORS,
            new Output.Onnx(Optional.of(13), Precision.FP16, true));
    assertThat(read(JsonMapper.shared().writeValueAsString(spec.toDocument()))).isEqualTo(spec);
  }

  @ParameterizedTest(name = "J6 {0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.0|out-of-range",
        "1|out-of-range",
        "1.4|out-of-range",
        "-0.1|out-of-range",
        "-1|out-of-range",
        "0|out-of-range",
        "-0.0|out-of-range",
        "1e-320|out-of-range",
        "0.99999999999999999999|out-of-range",
        "NaN|not-finite",
        "Infinity|not-finite",
        "-Infinity|not-finite",
        "1e400|not-finite",
        "-1e400|not-finite",
        "\"NaN\"|not-finite",
        "\"Infinity\"|not-finite",
        "null|missing",
        "\"0.5\"|wrong-type",
        "true|wrong-type",
        "[0.5]|wrong-type",
        "{\"ratio\":0.5}|wrong-type"
      })
  void refusesARatioThatIsNone(String ratio, String code) {
    List<Problem> problems =
        problems(job("{\"type\":\"prune\",\"target\":{\"macs\":%s}}".formatted(ratio)));
    assertThat(problems)
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/steps/0/target/macs", code);
  }

  @Test
  void namesTheValueAndTheBoundsOfARatio() {
    assertThat(problems(job("{\"type\":\"prune\",\"target\":{\"macs\":1.4}}")))
        .extracting(Problem::message)
        .containsExactly("The macs (1.4) must be at least 0.001 and less than 1.0.");
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"prune\"}|/steps/0/target|missing",
        "{\"type\":\"prune\",\"target\":{}}|/steps/0/target/macs|missing",
        "{\"type\":\"prune\",\"target\":0.5}|/steps/0/target|wrong-type",
        "{\"type\":\"prune\",\"target\":null}|/steps/0/target|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5,\"flops\":0.5}}|/steps/0/target/flops|unknown-field",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"isAdmin\":true}|/steps/0/isAdmin|unknown-field",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"a/b~c\":1}|/steps/0/a~1b~0c|unknown-field",
        "{\"type\":\"prunning\",\"target\":{\"macs\":0.5}}|/steps/0/type|unknown-type",
        "{\"type\":\"Prune\",\"target\":{\"macs\":0.5}}|/steps/0/type|unknown-type",
        "{\"type\":7,\"target\":{\"macs\":0.5}}|/steps/0/type|wrong-type",
        "{\"target\":{\"macs\":0.5}}|/steps/0/type|missing",
        "\"prune\"|/steps/0|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"criterion\":\"l3\"}|/steps/0/criterion|unknown-value",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"criterion\":{\"type\":\"l3\"}}|/steps/0/criterion/type|unknown-value",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"criterion\":{\"type\":\"l1\",\"p\":3}}|/steps/0/criterion/p|unknown-field",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"criterion\":null}|/steps/0/criterion|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":3.9}|/steps/0/rounding|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":\"8\"}|/steps/0/rounding|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":NaN}|/steps/0/rounding|wrong-type",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":0}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":257}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":2147483648}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":4294967304}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":18446744073709551624}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"rounding\":1e9}|/steps/0/rounding|out-of-range",
        "{\"type\":\"prune\",\"target\":{\"macs\":0.5},\"minChannels\":-1}|/steps/0/minChannels|out-of-range",
      })
  void refusesAStepAtItsPlace(String step, String place, String code) {
    assertThat(problems(job(step)))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place, code);
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"steps\":STEPS}|/model|missing",
        "{\"model\":7,\"steps\":STEPS}|/model|wrong-type",
        "{\"model\":\" \",\"steps\":STEPS}|/model|out-of-range",
        "{\"model\":\"m\\u0000\",\"steps\":STEPS}|/model|bad-text",
        "{\"model\":\"m\\ud800\",\"steps\":STEPS}|/model|bad-text",
        "{\"model\":\"m\"}|/steps|missing",
        "{\"model\":\"m\",\"steps\":[]}|/steps|out-of-range",
        "{\"model\":\"m\",\"steps\":{}}|/steps|wrong-type",
        "{\"model\":\"m\",\"steps\":STEPS,\"seed\":1.5}|/seed|wrong-type",
        "{\"model\":\"m\",\"steps\":STEPS,\"seed\":9223372036854775808}|/seed|out-of-range",
        "{\"model\":\"m\",\"steps\":STEPS,\"seed\":null}|/seed|wrong-type",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[]}|/outputs|out-of-range",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[\"onx\"]}|/outputs/0|unknown-value",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[\"onnx\",\"onnx\"]}|/outputs/1|repeated",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[\"onnx\",{\"type\":\"onnx\",\"opset\":13}]}|/outputs/1|repeated",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"onx\"}]}|/outputs/0/type|unknown-value",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"opset\":13}]}|/outputs/0/type|missing",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"onnx\",\"opset\":12}]}|/outputs/0/opset|out-of-range",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"onnx\",\"opset\":22}]}|/outputs/0/opset|out-of-range",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"onnx\",\"precision\":\"fp8\"}]}|/outputs/0/precision|unknown-value",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"onnx\",\"foldBatchNorm\":1}]}|/outputs/0/foldBatchNorm|wrong-type",
        "{\"model\":\"m\",\"steps\":STEPS,\"outputs\":[{\"type\":\"torchscript\",\"opset\":13}]}|/outputs/0/opset|unknown-field",
        "{\"model\":\"m\",\"steps\":STEPS,\"evaluate\":{}}|/dataset|dataset-missing",
        "{\"model\":\"m\",\"steps\":STEPS,\"tenantId\":1}|/tenantId|unknown-field",
        "[]||wrong-type"
      })
  void refusesADocumentAtItsPlace(String document, String place, String code) {
    String steps = "[{\"type\":\"prune\",\"target\":{\"macs\":0.5}}]";
    assertThat(problems(document.replace("STEPS", steps)))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly(place == null ? "" : place, code);
  }

  @Test
  void listsTheAllowedTypesAndTheNearest() {
    assertThat(problems(job("{\"type\":\"prunning\"}")))
        .extracting(Problem::message)
        .containsExactly("The type (prunning) is unknown. Allowed: prune. Did you mean (prune)?");
  }

  @Test
  void reportsEveryFaultAtOnce() {
    List<Problem> problems =
        problems(
            """
            {"seed":"x","colour":1,"steps":[
              {"type":"prune","target":{"macs":2},"rounding":0},
              {"type":"fold"},
              {"type":"prune"}]}
            """);
    assertThat(problems)
        .extracting(Problem::place)
        .containsExactlyInAnyOrder(
            "/colour",
            "/model",
            "/steps/0/target/macs",
            "/steps/0/rounding",
            "/steps/1/type",
            "/steps/2/target",
            "/seed");
  }

  @Test
  void reportsNoMoreThanTwentyUnknownFieldsByName() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      fields.append(",\"x").append(i).append("\":1");
    }
    List<Problem> problems =
        problems(job("{\"type\":\"prune\",\"target\":{\"macs\":0.5}%s}".formatted(fields)));
    assertThat(problems).hasSize(21);
    assertThat(problems.getLast().message()).contains("480 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u001b[31m", "\\ud800", "\\u202e"})
  void neverRepeatsWhatCannotBeShown(String escaped) {
    String document = job("{\"type\":\"x%s\",\"y%s\":1}".formatted(escaped, escaped));
    for (Problem problem : problems(document)) {
      assertThat(problem.message() + problem.place())
          .doesNotContain("\u0000", "\u001b", "\ud800", "\u202e");
    }
  }

  @Test
  void acceptsCriteriaAsObjectsAndWholeNumbersWithAPoint() {
    JobSpec spec =
        read(
            job(
                "{\"type\":\"prune\",\"criterion\":{\"type\":\"random\"},\"target\":{\"macs\":0.5},"
                    + "\"rounding\":16.0}"));
    assertThat(spec.steps())
        .containsExactly(
            PruneSpec.of(new Criterion.Random(), Budget.ofMacs(0.5))
                .withWidths(new WidthLimits(16, 4)));
  }

  @Test
  void readsBackTheDocumentItWrites() {
    for (String step :
        List.of(
            "{\"type\":\"prune\",\"target\":{\"macs\":0.5}}",
            "{\"type\":\"prune\",\"target\":{\"parameters\":0.1},\"criterion\":\"random\",\"rounding\":1}")) {
      JobSpec spec = read(job(step));
      byte[] written = JsonMapper.shared().writeValueAsBytes(spec.toDocument());
      assertThat(reader.read(StrictJson.read(written))).isEqualTo(spec);
    }
  }

  private JobSpec read(String document) {
    return reader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Problem> problems(String document) {
    EspalierException[] refusal = new EspalierException[1];
    assertThatThrownBy(() -> read(document))
        .isInstanceOfSatisfying(EspalierException.class, thrown -> refusal[0] = thrown);
    assertThat(refusal[0].code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    return refusal[0].problems();
  }

  private static String job(String step) {
    return "{\"model\":\"mdl_1\",\"steps\":[%s]}".formatted(step);
  }
}
