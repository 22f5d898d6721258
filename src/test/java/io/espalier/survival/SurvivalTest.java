package io.espalier.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One process after another on one home: killed, asked to end, and out of memory. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SurvivalTest {
  private static final Pattern STEP = Pattern.compile("step (\\d+) of \\d+");
  private static final int EPOCHS = 60;
  private static final int BATCH = 3;
  private static final int STEPS_AN_EPOCH = 40;
  private static final int EPOCHS_BEFORE_THE_END = 3;
  private static final Duration TO_END = Duration.ofSeconds(10);
  private static final Duration TO_CANCEL = Duration.ofSeconds(5);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  private String model = "";
  private String dataset = "";

  private String submit(ServiceProcess service, int epochs) throws IOException {
    if (model.isEmpty()) {
      model = service.upload("/v1/models?name=small.onnx", SmallTask.network(home, 8));
      dataset = service.upload("/v1/datasets?name=shades.zip", SmallTask.pictures());
    }
    return service.submit(SmallTask.job(model, dataset, epochs, BATCH));
  }

  private String trainingJob(ServiceProcess service) throws Exception {
    String job = submit(service, EPOCHS);
    service.await(job, found -> step(found) > EPOCHS_BEFORE_THE_END * STEPS_AN_EPOCH);
    return job;
  }

  /** The step of the training that a progress message or an event names; 0 where it names none. */
  private static int step(JsonNode text) {
    Matcher step = STEP.matcher(text.toString());
    return step.find() ? Integer.parseInt(step.group(1)) : 0;
  }

  private static int firstStepOfAttempt(ServiceProcess service, String job, int attempt) {
    for (JsonNode event : service.events(job)) {
      if (event.get("attempt").intValue() == attempt && step(event) > 0) {
        return step(event);
      }
    }
    return 0;
  }

  private static String weights(JsonNode job) {
    for (JsonNode artifact : job.get("artifacts")) {
      if (artifact.get("name").stringValue().equals("model.onnx")) {
        return artifact.get("sha256").stringValue();
      }
    }
    throw new AssertionError(job.toString());
  }

  private static String undisturbed(ServiceProcess service, String document) throws Exception {
    return weights(service.awaitState(service.submit(document), "SUCCEEDED"));
  }

  private void assertNoCheckpointsAreLeft() throws IOException {
    try (Stream<Path> left = Files.list(home.resolve("checkpoints"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aKilledTrainingGoesOnAndEndsWithTheSameWeightsBitByBit() throws Exception {
    String job;
    try (ServiceProcess first = ServiceProcess.start(home)) {
      job = trainingJob(first);
      first.kill();
    }
    try (ServiceProcess second = ServiceProcess.start(home)) {
      JsonNode ended = second.awaitState(job, "SUCCEEDED");

      assertThat(ended.get("attempt").intValue()).isEqualTo(2);
      assertThat(firstStepOfAttempt(second, job, 2)).isGreaterThan(STEPS_AN_EPOCH);
      assertThat(weights(ended))
          .isEqualTo(undisturbed(second, SmallTask.job(model, dataset, EPOCHS, BATCH)));
      assertCurvesHaveOneValueForEachStep(second, job);
      assertNoCheckpointsAreLeft();
    }
  }

  private static void assertCurvesHaveOneValueForEachStep(ServiceProcess service, String job) {
    JsonNode curves = service.get("/v1/jobs/" + job + "/metrics").get("data");
    assertThat(curves.isEmpty()).isFalse();
    for (JsonNode curve : curves) {
      List<Long> steps =
          curve
              .get("points")
              .valueStream()
              .map(point -> point.get("iteration").longValue())
              .toList();
      assertThat(steps).isNotEmpty().doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void aProcessThatIsAskedToEndSavesItsTrainingAndGivesTheJobBack() throws Exception {
    String job;
    int saved;
    try (ServiceProcess first = ServiceProcess.start(home)) {
      job = trainingJob(first);
      saved = step(first.job(job));
      assertThat(first.terminate()).isLessThan(TO_END);
    }
    try (ServiceProcess second = ServiceProcess.start(home)) {
      JsonNode ended = second.awaitState(job, "SUCCEEDED");

      assertThat(ended.get("attempt").intValue()).isEqualTo(2);
      assertThat(second.events(job).toString()).contains("The worker shuts down.");
      assertThat(firstStepOfAttempt(second, job, 2)).isGreaterThan(saved);
      assertThat(weights(ended))
          .isEqualTo(undisturbed(second, SmallTask.job(model, dataset, EPOCHS, BATCH)));
    }
  }

  @Test
  void aTrainingIsCancelledWithinSeconds() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(home)) {
      String job = trainingJob(service);
      long start = System.nanoTime();
      service.post("/v1/jobs/" + job + "/cancel", "application/json", new byte[0]);
      service.awaitState(job, "CANCELLED");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TO_CANCEL);
      service.awaitState(submit(service, 1), "SUCCEEDED");
      assertNoCheckpointsAreLeft();
    }
  }
}
