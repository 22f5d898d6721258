package io.espalier.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A process that trains one job after another, and one whose job is too large for it. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MemoryTest {
  private static final int WARM_UP_JOBS = 6;
  private static final int JOBS = 14;

  /** Weights, gradients and momentum of each job have 3.5 MB, so a leak would show 49 MB. */
  private static final int CHANNELS = 2048;

  private static final long GROWTH_BYTES = 32L << 20;
  private static final long ADDRESS_SPACE_BYTES = 16L << 30;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path home;

  @Test
  void twentyJobsInOneProcessLeaveNothingBehind() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(home)) {
      String model = service.upload("/v1/models?name=wide.onnx", SmallTask.network(home, CHANNELS));
      String dataset = service.upload("/v1/datasets?name=shades.zip", SmallTask.pictures());
      String document = SmallTask.job(model, dataset, 1, 30);
      run(service, document, WARM_UP_JOBS);
      long before = service.residentBytes();
      run(service, document, JOBS);

      assertThat(service.residentBytes() - before).isLessThan(GROWTH_BYTES);
    }
  }

  private static void run(ServiceProcess service, String document, int jobs) throws Exception {
    for (int i = 0; i < jobs; i++) {
      service.awaitState(service.submit(document), "SUCCEEDED");
    }
  }

  @Test
  void aTrainingThatNeedsTooMuchMemoryFailsWithAdviceAndTheNextJobSucceeds() throws Exception {
    try (ServiceProcess service = ServiceProcess.startWithin(ADDRESS_SPACE_BYTES, home)) {
      String dataset = service.upload("/v1/datasets?name=shades.zip", SmallTask.pictures());
      String hungry = service.upload("/v1/models?name=hungry.onnx", SmallTask.hungryNetwork(home));
      String small = service.upload("/v1/models?name=small.onnx", SmallTask.network(home, 8));
      JsonNode failed =
          service.awaitState(service.submit(SmallTask.job(hungry, dataset, 1, 120)), "FAILED");

      assertThat(failed.at("/error/code").stringValue()).isEqualTo("resource-limit");
      assertThat(failed.at("/error/detail").stringValue()).contains("microBatch");
      assertThat(failed.get("attempt").intValue()).isEqualTo(2);
      service.awaitState(service.submit(SmallTask.job(small, dataset, 1, 30)), "SUCCEEDED");
    }
  }
}
