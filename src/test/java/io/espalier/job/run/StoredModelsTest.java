package io.espalier.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.catalog.dataset.Datasets;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.JobPlan;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredModelsTest {
  private static final String STEPS =
      "\"steps\":[{\"type\":\"prune\",\"criterion\":\"l1\",\"target\":{\"macs\":0.5}}]";

  @TempDir private Path home;
  private Workshop workshop;
  private String model;

  @BeforeEach
  void storeAModelForImagesOfThreeChannels() throws IOException {
    workshop = new Workshop(home);
    NetworkBuilder network = new NetworkBuilder("small", 5);
    String x = network.input("x", 3, 8, 8);
    String hidden = network.relu(network.conv(x, 3, 32, 3, 1, 1));
    String pooled = network.op("GlobalAveragePool", hidden);
    String y = network.linear(network.op("Flatten", pooled), 32, 10);
    Path file = home.resolve("small.onnx");
    new OnnxWriter("test").write(network.output(y, 10).build(), file);
    model = workshop.upload("small.onnx", file, "");
  }

  @Test
  void plansWithoutChangingTheStore() {
    JobPlan plan = workshop.plan("{\"model\":\"%s\",%s}".formatted(model, STEPS));

    assertThat(plan.after().macs()).isEqualTo(plan.before().macs() / 2);
    assertThat(workshop.storedFiles()).isEqualTo(1);
  }

  @Test
  void tellsTheGroupsWithTheReasonOfThoseThatStay() {
    assertThat(workshop.groups(model))
        .filteredOn(ChannelGroup::prunable)
        .singleElement()
        .satisfies(group -> assertThat(group.channels()).isEqualTo(32));
    assertThat(workshop.groups(model))
        .filteredOn(group -> !group.prunable())
        .allSatisfy(group -> assertThat(group.freezes()).isNotEmpty());
  }

  @Test
  void refusesADataSetWhoseImagesDoNotFit() {
    assertRefused("fashion-mnist-heldout", "dataset-mismatch");
  }

  @Test
  void refusesADataSetThatIsNotThere() {
    assertRefused("imagenet", "unknown-value");
  }

  @Test
  void findsEveryFaultOfTheDataAtItsPlace() {
    String id = "ds_00000000000000000000000001";
    workshop.keep(Datasets.dataset(id, "a".repeat(64), Instant.EPOCH));
    assertThat(
            problems(
                """
                "dataset":"%s","evaluate":{"split":"val"}"""
                    .formatted(id)))
        .extracting(Problem::place, Problem::code)
        .containsExactlyInAnyOrder(
            tuple("/dataset", "dataset-mismatch"),
            tuple("/dataset", "dataset-mismatch"),
            tuple("/evaluate/split", "unknown-split"));
    assertThat(problems("\"dataset\":\"ds_2\",\"evaluate\":{\"dataset\":\"ds_3\"}"))
        .extracting(Problem::place, Problem::code)
        .containsExactly(
            tuple("/dataset", "unknown-value"), tuple("/evaluate/dataset", "unknown-value"));
  }

  @Test
  void takesThePreprocessingOfTheJobIntoAccount() {
    String id = "ds_00000000000000000000000001";
    workshop.keep(Datasets.dataset(id, "a".repeat(64), Instant.EPOCH));
    String fit = "\"preprocess\":{\"resize\":8,\"crop\":8}";
    assertThat(problems("\"dataset\":\"%s\",%s".formatted(id, fit)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("10 classes", "has 2"));
  }

  private List<Problem> problems(String fields) {
    String document = "{\"model\":\"%s\",%s,%s}".formatted(model, STEPS, fields);
    return catchThrowableOfType(EspalierException.class, () -> workshop.plan(document)).problems();
  }

  private void assertRefused(String dataset, String code) {
    String document =
        "{\"model\":\"%s\",%s,\"evaluate\":{\"dataset\":\"%s\"}}".formatted(model, STEPS, dataset);
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> workshop.plan(document))
        .satisfies(
            refusal ->
                assertThat(refusal.problems())
                    .containsExactly(
                        new Problem(
                            "/evaluate/dataset", code, refusal.problems().getFirst().message())));
  }
}
