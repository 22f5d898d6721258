package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.dataset.Datasets;
import io.espalier.catalog.dataset.StoredDataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.json.StrictJson;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataChecksTest {
  private static final String ID = "ds_00000000000000000000000001";
  private static final int FEATURES = 6;

  @TempDir private Path home;
  private Workshop workshop;

  @BeforeEach
  void openWorkshop() {
    workshop = new Workshop(home);
  }

  @Test
  void findsNoFaultInWhatFits() {
    keep(DatasetTask.CLASSIFICATION, "train", "test");
    assertThat(faults("\"evaluate\":{}", network(3))).isEmpty();
  }

  @Test
  void wantsTheSplitThatAStepTrainsOn() {
    keep(DatasetTask.CLASSIFICATION, "test");
    assertThat(faults("\"evaluate\":{}", network(3)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place()).isEqualTo("/dataset");
              assertThat(problem.code()).isEqualTo("unknown-split");
              assertThat(problem.message()).endsWith("has no split (train). It has: test.");
            });
  }

  @Test
  void wantsTheSplitThatIsMeasured() {
    keep(DatasetTask.CLASSIFICATION, "train");
    assertThat(faults("\"evaluate\":{\"split\":\"val\"}", network(3)))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/evaluate/split", "unknown-split");
  }

  @ParameterizedTest
  @EnumSource(
      value = DatasetTask.class,
      names = {"SEQUENCE", "SEGMENTATION"})
  void refusesATaskThatTheModelDoesNotAnswer(DatasetTask task) {
    keep(task, "train", "test");
    assertThat(faults("\"seed\":1", network(3)))
        .filteredOn(problem -> problem.code().equals("task-mismatch"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place()).isEqualTo("/dataset");
              assertThat(problem.message()).contains("is for " + task.wireName(), "rank");
            });
  }

  @Test
  void refusesFeaturesOfAnotherSize() {
    keep(DatasetTask.CLASSIFICATION, "train", "test");
    NetworkBuilder net = new NetworkBuilder("wide", 1);
    String y = net.linear(net.input("x", FEATURES + 1), FEATURES + 1, 3);
    assertThat(faults("\"seed\":1", net.output(y, 3).build()))
        .singleElement()
        .extracting(Problem::place, Problem::code)
        .containsExactly("/dataset", "dataset-mismatch");
  }

  private static Graph network(int classes) {
    NetworkBuilder net = new NetworkBuilder("small", 1);
    return net.output(net.linear(net.input("x", FEATURES), FEATURES, classes), classes).build();
  }

  private List<Problem> faults(String fields, Graph model) {
    String document =
        "{\"model\":\"m\",\"dataset\":\"%s\",\"steps\":[{\"type\":\"fine-tune\"}],%s}"
            .formatted(ID, fields);
    JobSpec spec =
        new JobSpecReader(List.of(new FineTuneMethod().description()))
            .read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)));
    Problems problems = new Problems();
    new DataChecks(workshop.library()).check(spec, model, problems);
    return problems.toList();
  }

  private void keep(DatasetTask task, String... names) {
    SequencedMap<String, SplitSummary> splits = new LinkedHashMap<>();
    for (String name : names) {
      splits.put(name, new SplitSummary(200, List.of()));
    }
    DatasetSummary summary =
        new DatasetSummary(
            "npz",
            task,
            List.of("cat", "dog", "emu"),
            splits,
            Optional.empty(),
            List.of((long) FEATURES),
            Preprocessing.NONE,
            List.of());
    workshop.keep(
        new StoredDataset(
            ID,
            "table",
            new StoredArtifact("a".repeat(64), 5),
            Instant.EPOCH,
            Datasets.OPTIONS,
            summary));
  }
}
