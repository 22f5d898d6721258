package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.json.StrictJson;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Choice;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.LayerRules.LayerRatio;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.Recovery;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every option of a prune step: read, refused, and written back. */
final class PruneOptionsTest {
  private static final String TARGET = "\"target\":{\"macs\":0.5}";

  private final JobSpecReader reader = new JobSpecReader(List.of(PruneOptions.DESCRIPTION));

  @Test
  void readsEveryOption() {
    PruneSpec spec =
        read(
            """
            "levels":["filter","block"],"criterion":{"type":"hrank","samples":100},
            "normalize":"standard-score","reduce":"max","scope":{"type":"sets","sets":[["*a*","b"]]},
            "target":{"macs":0.5,"parameters":0.6,"bytes":0.7,"latencyMillis":1.5},
            "rounding":16,"minChannels":2,"protect":["*head*"],
            "ratios":[{"pattern":"*layer1*","ratio":0.3}],
            "recovery":["least-squares","bias-correction"],
            "calibration":{"samples":96,"batchSize":32},
            "flow":{"type":"iterative","rounds":3,"pace":"cubic","tune":{"epochs":5,"augment":[]}},
            "control":true
            """);
    assertThat(spec.levels()).containsExactlyInAnyOrder(PruneLevel.FILTER, PruneLevel.BLOCK);
    assertThat(spec.criterion()).isEqualTo(new Criterion.HRank(100));
    assertThat(spec.ranking())
        .isEqualTo(
            new Ranking(
                Ranking.Normalization.STANDARD_SCORE,
                Ranking.Reduction.MAX,
                new Ranking.Scope.Sets(List.of(List.of("*a*", "b")))));
    assertThat(spec.target())
        .isEqualTo(
            new Budget(Optional.of(0.5), Optional.of(0.6), Optional.of(0.7), Optional.of(1.5)));
    assertThat(spec.layers().protect()).containsExactly("*head*");
    assertThat(spec.layers().ratios()).containsExactly(new LayerRatio("*layer1*", 0.3));
    assertThat(spec.recovery())
        .isEqualTo(
            new RecoveryPlan(
                Optional.of(List.of(Recovery.LEAST_SQUARES, Recovery.BIAS_CORRECTION)), 96, 32));
    assertThat(spec.flow())
        .isEqualTo(
            new Flow.Iterative(
                3, Flow.Pace.CUBIC, Optional.of(new Flow.Tuning(TrainingSpec.DEFAULT, List.of()))));
    assertThat(spec.control()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"levels\":[\"head\",\"depth\",\"mlp\",\"stage\",\"head-dimension\"]",
        "\"criterion\":\"l2\"",
        "\"criterion\":\"fpgm\"",
        "\"criterion\":\"lamp\"",
        "\"criterion\":\"bn-scale\"",
        "\"criterion\":\"random\"",
        "\"criterion\":{\"type\":\"taylor\",\"samples\":1}",
        "\"criterion\":{\"type\":\"hessian\",\"samples\":2}",
        "\"criterion\":{\"type\":\"obd-c\",\"samples\":3}",
        "\"criterion\":{\"type\":\"apoz\",\"samples\":4}",
        "\"criterion\":\"hrank\"",
        "\"criterion\":{\"type\":\"pfa\",\"samples\":5,\"pooling\":\"mean\"}",
        "\"criterion\":{\"type\":\"subspace\",\"samples\":6,\"regularization\":0.5}",
        "\"criterion\":{\"type\":\"thinet\",\"samples\":7,\"locations\":8}",
        "\"criterion\":{\"type\":\"lasso\",\"samples\":9,\"locations\":10}",
        "\"criterion\":{\"type\":\"kl\",\"samples\":11}",
        "\"criterion\":{\"type\":\"gates\",\"epochs\":3,\"batchSize\":8,\"learningRate\":0.1,\"penalty\":0}",
        "\"normalize\":\"none\",\"reduce\":\"sum\",\"scope\":\"layer\"",
        "\"normalize\":\"max\",\"reduce\":\"first\",\"scope\":\"isomorphic\"",
        "\"scope\":{\"type\":\"sets\",\"sets\":[[\"a\"],[\"b\",\"c\"]]}",
        "\"rounding\":1,\"minChannels\":1",
        "\"protect\":[\"a\",\"b*\"],\"ratios\":[{\"pattern\":\"c\",\"ratio\":0},{\"pattern\":\"*\",\"ratio\":0.9}]",
        "\"recovery\":[]",
        "\"recovery\":[\"bn-recalibration\",\"least-squares\",\"bias-correction\"],\"calibration\":{\"samples\":1}",
        "\"calibration\":{\"batchSize\":1}",
        "\"flow\":\"iterative\"",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"steps\":9,\"distill\":{},\"augment\":[\"flip\"]}}",
        "\"flow\":{\"type\":\"sampling\",\"candidates\":2,\"draw\":\"importance\",\"samples\":3,\"seconds\":4}",
        "\"control\":true"
      })
  void readsBackTheStepItWrites(String options) {
    PruneSpec spec = read(TARGET + "," + options);
    assertThat(written(spec)).isEqualTo(spec);
    assertThat(spec).isNotEqualTo(read(TARGET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"parameters\":0.1}",
        "{\"bytes\":0.2,\"macs\":null}",
        "{\"latencyMillis\":3}",
        "{\"macs\":0.3,\"parameters\":0.4,\"bytes\":0.5,\"latencyMillis\":0.6}"
      })
  void readsBackTheTargetItWrites(String target) {
    PruneSpec spec = read("\"target\":" + target);
    assertThat(written(spec)).isEqualTo(spec);
  }

  @Test
  void fillsEveryDefaultIn() {
    assertThat(read(TARGET).toDocument())
        .containsOnlyKeys(
            "type",
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
            "calibration",
            "flow",
            "control")
        .containsEntry("levels", List.of("filter", "stage", "mlp", "head-dimension"))
        .containsEntry("flow", Map.of("type", "one-shot"));
  }

  @Test
  void readsTheNamesOfEarlierDocuments() {
    assertThat(read(TARGET + ",\"minimumChannels\":7").widths().minimumChannels()).isEqualTo(7);
    assertThat(read(TARGET + ",\"attention\":\"head-dimensions\"").levels())
        .isEqualTo(PruneSpec.USUAL_LEVELS);
    assertThat(read(TARGET + ",\"attention\":{\"type\":\"heads\"}").levels())
        .isEqualTo(Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.MLP, PruneLevel.HEAD));
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"minChannels\":4,\"minimumChannels\":4||conflicting-fields",
        "\"levels\":[\"head\"],\"attention\":\"heads\"||conflicting-fields",
        "\"levels\":[]|/levels|out-of-range",
        "\"levels\":[\"filter\",\"filter\"]|/levels/1|repeated",
        "\"levels\":[\"filters\"]|/levels/0|unknown-value",
        "\"criterion\":{\"type\":\"hrank\",\"samples\":0}|/criterion/samples|out-of-range",
        "\"criterion\":{\"type\":\"hrank\",\"samples\":65537}|/criterion/samples|out-of-range",
        "\"criterion\":{\"type\":\"hrank\",\"sample\":1}|/criterion/sample|unknown-field",
        "\"criterion\":{\"type\":\"l1\",\"samples\":1}|/criterion/samples|unknown-field",
        "\"criterion\":{\"type\":\"subspace\",\"regularization\":NaN}|/criterion/regularization|not-finite",
        "\"normalize\":\"gaussian\"|/normalize|unknown-value",
        "\"reduce\":\"product\"|/reduce|unknown-value",
        "\"scope\":\"sets\"|/scope/sets|missing",
        "\"scope\":{\"type\":\"sets\",\"sets\":[[]]}|/scope/sets/0|out-of-range",
        "\"scope\":{\"type\":\"layer\",\"sets\":[[\"a\"]]}|/scope/sets|unknown-field",
        "\"protect\":\"*head*\"|/protect|wrong-type",
        "\"protect\":[\"a\",7]|/protect/1|wrong-type",
        "\"protect\":[\"\\u0000\"]|/protect/0|bad-text",
        "\"ratios\":{\"*layer1*\":0.3}|/ratios|wrong-type",
        "\"ratios\":[{\"pattern\":\"a\"}]|/ratios/0/ratio|missing",
        "\"ratios\":[{\"pattern\":\"a\",\"ratio\":1.0}]|/ratios/0/ratio|out-of-range",
        "\"ratios\":[{\"pattern\":\"a\",\"ratio\":-0.1}]|/ratios/0/ratio|out-of-range",
        "\"ratios\":[{\"pattern\":\"a\",\"ratio\":\"NaN\"}]|/ratios/0/ratio|not-finite",
        "\"ratios\":[{\"pattern\":\"a\",\"ratio\":0.1},{\"pattern\":\"\",\"ratio\":0.1}]|/ratios/1/pattern|out-of-range",
        "\"recovery\":[\"bn\"]|/recovery/0|unknown-value",
        "\"recovery\":null|/recovery|wrong-type",
        "\"calibration\":{\"samples\":0}|/calibration/samples|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"rounds\":0}|/flow/rounds|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"rounds\":101}|/flow/rounds|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"rounds\":2.5}|/flow/rounds|wrong-type",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"epochs\":1,\"steps\":1}}|/flow/tune|conflicting-fields",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":0}}|/flow/tune/batchSize|out-of-range",
        "\"flow\":{\"type\":\"sampling\",\"candidates\":0}|/flow/candidates|out-of-range",
        "\"flow\":{\"type\":\"sampling\",\"candidates\":10001}|/flow/candidates|out-of-range",
        "\"flow\":{\"type\":\"sampling\",\"draw\":\"normal\"}|/flow/draw|unknown-value",
        "\"flow\":{\"type\":\"sampling\",\"seconds\":0}|/flow/seconds|out-of-range",
        "\"flow\":\"twice\"|/flow|unknown-value",
        "\"control\":1|/control|wrong-type"
      })
  void refusesAnOptionAtItsPlace(String options, String place, String code) {
    assertThat(problems(TARGET + "," + options))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/steps/0" + (place == null ? "" : place), code);
  }

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"latencyMillis\":null}|/macs|missing",
        "{\"latencyMillis\":0}|/latencyMillis|out-of-range",
        "{\"bytes\":1}|/bytes|out-of-range",
        "{\"macs\":0.5,\"parameters\":true}|/parameters|wrong-type"
      })
  void refusesATargetAtItsPlace(String target, String place, String code) {
    assertThat(problems("\"target\":" + target))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/steps/0/target" + place, code);
  }

  @Test
  void namesEverythingThatLacksADataSet() {
    List<Problem> problems =
        problems(
            TARGET + ",\"criterion\":\"kl\",\"recovery\":[\"least-squares\"],\"flow\":\"sampling\"",
            "");
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem.place()).isEqualTo("/dataset"))
        .extracting(Problem::code)
        .containsExactly("dataset-missing", "dataset-missing", "dataset-missing");
    assertThat(problems.getFirst().message())
        .isEqualTo(
            "The criterion (kl) of step 1 (prune) needs samples. Give the job a dataset: an"
                + " identifier (ds_…) or the name of a bundled set.");
    assertThat(problems.toString()).contains("recovery (least-squares)", "flow (sampling)");
  }

  @Test
  void refusesATimeOnSeveralDevices() {
    assertThat(problems("\"target\":{\"latencyMillis\":1}", ",\"devices\":2"))
        .extracting(Problem::place, Problem::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("/devices", "conflicting-fields"));
  }

  @Test
  void saysOfEveryCriterionWhatItNeeds() {
    Map<String, Choice> criteria =
        PruneOptions.DESCRIPTION.choices().stream()
            .filter(choice -> choice.option().equals("criterion"))
            .collect(Collectors.toMap(Choice::type, choice -> choice));
    assertThat(criteria).hasSize(Criterion.class.getPermittedSubclasses().length);
    assertThat(criteria.get("l1").needsData()).isFalse();
    assertThat(criteria.get("hrank").needsData()).isTrue();
    assertThat(criteria.get("hrank").needsLabels()).isFalse();
    assertThat(criteria.get("hrank").options().toString()).contains("samples", "default=500");
    assertThat(criteria.get("taylor").needsLabels()).isTrue();
    assertThat(Arrays.stream(Recovery.values()).map(Recovery::wireName))
        .allMatch(
            name ->
                PruneOptions.DESCRIPTION.choices().stream().anyMatch(c -> c.type().equals(name)));
  }

  private PruneSpec written(PruneSpec spec) {
    String step = JsonMapper.shared().writeValueAsString(spec.toDocument());
    return readJob("{\"model\":\"m\",\"dataset\":\"d\",\"steps\":[%s]}".formatted(step));
  }

  private PruneSpec read(String options) {
    return readJob(job(options, ",\"dataset\":\"d\""));
  }

  private PruneSpec readJob(String document) {
    return (PruneSpec)
        reader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8))).steps().getFirst();
  }

  private List<Problem> problems(String options) {
    return problems(options, ",\"dataset\":\"d\"");
  }

  private List<Problem> problems(String options, String fields) {
    return catchThrowableOfType(EspalierException.class, () -> readJob(job(options, fields)))
        .problems();
  }

  private static String job(String options, String fields) {
    return "{\"model\":\"m\",\"steps\":[{\"type\":\"prune\",%s}]%s}".formatted(options, fields);
  }
}
