package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.json.StrictJson;
import io.espalier.method.PlanContext;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.PruneSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PruneChecksTest {
  private static final int CHANNELS = 12;
  private static final int SAMPLES = 24;
  private static final int STEP = 2;

  private static final Analysis MODEL = Analyzer.analyze(model());

  private final JobSpecReader reader = new JobSpecReader(List.of(PruneOptions.DESCRIPTION));

  @ParameterizedTest(name = "{0} is {2} at {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"protect\":[\"conv_0\",\"head\"]|/protect/1|no-match",
        "\"protect\":[\"Conv_0\"]|/protect/0|no-match",
        "\"ratios\":[{\"pattern\":\"conv_0\",\"ratio\":0.5},{\"pattern\":\"layer1\",\"ratio\":0.5}]"
            + "|/ratios/1/pattern|no-match",
        "\"scope\":{\"type\":\"sets\",\"sets\":[[\"conv_0\"],[\"conv*\",\"x\"]]}"
            + "|/scope/sets/1/1|no-match",
        "\"ratios\":[{\"pattern\":\"gemm*\",\"ratio\":0.5}]|/ratios/0/pattern|frozen",
        "\"protect\":[\"conv_0\"],\"ratios\":[{\"pattern\":\"conv*\",\"ratio\":0.5}]"
            + "|/ratios/0|conflicting-rules",
        "\"protect\":[\"*\"]|/protect|nothing-to-cut",
        "\"protect\":[\"*\"],\"levels\":[\"filter\",\"block\"]|/protect|nothing-to-cut",
        "\"criterion\":{\"type\":\"pfa\",\"samples\":11}|/criterion/samples|too-few-samples",
        "\"criterion\":{\"type\":\"gates\",\"batchSize\":25}|/criterion/batchSize|out-of-range",
        "\"flow\":\"sampling\"|/flow/samples|too-few-samples",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":25}}"
            + "|/flow/tune/batchSize|out-of-range",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":8,\"freeze\":[\"layer9\"]}}"
            + "|/flow/tune/freeze/0|no-match",
        "\"flow\":{\"type\":\"iterative\",\"tune\":{\"batchSize\":8,\"loss\":\"mse\"}}"
            + "|/flow/tune/loss|loss-mismatch"
      })
  void refusesAnOptionAtItsPlace(String options, String place, String code) {
    assertThat(problems(options, DatasetTask.CLASSIFICATION))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/steps/" + STEP + place, code);
  }

  @Test
  void namesTheNearestLayers() {
    assertThat(problems("\"protect\":[\"cnov_0\"]", DatasetTask.CLASSIFICATION))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .startsWith("The pattern (cnov_0) matches no layer of the model. Nearest: conv_0, ");
  }

  @Test
  void tellsEveryFaultAtOnce() {
    assertThat(
            problems(
                "\"protect\":[\"a\",\"b\"],\"ratios\":[{\"pattern\":\"c\",\"ratio\":0.5}],"
                    + "\"criterion\":{\"type\":\"pfa\",\"samples\":1}",
                DatasetTask.CLASSIFICATION))
        .hasSize(4);
  }

  @Test
  void matchesLayersByTheirWeightsToo() {
    assertThat(warnings("\"protect\":[\"conv0.weight\",\"bn*\"],\"recovery\":[]")).isEmpty();
  }

  @Test
  void warnsOfWhatReadsFewerSamplesThanItAsksFor() {
    assertThat(warnings("\"criterion\":\"hrank\",\"calibration\":{\"samples\":20}"))
        .containsExactly(
            "The criterion (hrank) asks for 500 samples, but the training split has only 24 for"
                + " it: it reads those.");
    assertThat(
            warnings(
                "\"calibration\":{\"samples\":20},\"flow\":{\"type\":\"sampling\",\"samples\":9}"))
        .containsExactly(
            "The flow (sampling) asks for 9 samples, but the training split has only 4 for it: it"
                + " reads those.");
  }

  private List<String> warnings(String options) {
    return PruneChecks.check(residual(), spec(options), context(DatasetTask.CLASSIFICATION));
  }

  private List<Problem> problems(String options, DatasetTask task) {
    EspalierException refusal =
        catchThrowableOfType(
            EspalierException.class, () -> PruneChecks.check(MODEL, spec(options), context(task)));
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    return refusal.problems();
  }

  private PruneSpec spec(String options) {
    String document =
        "{\"model\":\"m\",\"dataset\":\"d\",\"steps\":[{\"type\":\"prune\",\"target\":{\"macs\":0.5},"
            + options
            + "}]}";
    return (PruneSpec)
        reader.read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8))).steps().getFirst();
  }

  private static PlanContext context(DatasetTask task) {
    return new PlanContext(
        STEP,
        0,
        Optional.of(
            new DatasetSummary(
                "npz",
                task,
                List.of("a", "b", "c"),
                new LinkedHashMap<>(Map.of("train", new SplitSummary(SAMPLES, List.of()))),
                Optional.empty(),
                List.of(1L, 8L, 8L),
                Preprocessing.NONE,
                List.of())));
  }

  private static Graph model() {
    NetworkBuilder net = new NetworkBuilder("plain", 5);
    String x = net.input("x", 1, 8, 8);
    String first = net.relu(net.batchNorm(net.conv(x, 1, CHANNELS, 3, 1, 1), CHANNELS));
    String second = net.relu(net.conv(first, CHANNELS, CHANNELS, 3, 2, 1));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", second));
    String y = net.linear(pooled, CHANNELS, 3);
    return net.output(y, 3).build();
  }

  private static Analysis residual() {
    NetworkBuilder net = new NetworkBuilder("residual", 5);
    String x = net.input("x", 1, 8, 8);
    String stem = net.relu(net.batchNorm(net.conv(x, 1, CHANNELS, 3, 1, 1), CHANNELS));
    String inner = net.relu(net.conv(stem, CHANNELS, CHANNELS, 3, 1, 1));
    String branch = net.conv(inner, CHANNELS, CHANNELS, 3, 1, 1);
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", net.op("Add", stem, branch)));
    return Analyzer.analyze(net.output(net.linear(pooled, CHANNELS, 3), 3).build());
  }
}
