package io.espalier.job;

import io.espalier.artifact.FileArtifactStore;
import io.espalier.artifact.LocalFiles;
import io.espalier.artifact.StoredArtifact;
import io.espalier.engine.Device;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.job.checkpoint.CheckpointStore;
import io.espalier.job.device.DevicePool;
import io.espalier.job.metric.InMemoryMetricStore;
import io.espalier.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Parts of jobs for tests that do not care what they say. */
final class Jobs {
  static final String MODEL_ID = "mdl_01J0000000000000000000000A";
  static final JobSpec SPEC = new JobSpec(MODEL_ID, "{\"steps\":[]}");
  static final IdempotentRequest NO_KEY = new IdempotentRequest("jobs", IdempotencyKey.NONE, "");
  static final JobError ERROR =
      new JobError(
          "infeasible-plan", "It cannot be done.", List.of(new Problem("/steps/0", "c", "m \0")));
  static final JobResult RESULT =
      new JobResult(
          List.of(
              new JobArtifact(
                  "model.onnx", "application/octet-stream", new StoredArtifact("b".repeat(64), 7)),
              new JobArtifact(
                  "a-report.json", "application/json", new StoredArtifact("c".repeat(64), 9))));

  private Jobs() {}

  /** One CPU, as a process without GPUs has it. */
  static DevicePool cpu() {
    return new DevicePool(List.of(Device.CPU));
  }

  static KeptState kept(Path home, JobStore store) {
    return new KeptState(
        new CheckpointStore(home, new LocalFiles()),
        new InMemoryMetricStore(store),
        FileArtifactStore.open(home, InstantSource.system(), new Random(1)));
  }

  static JobChange accepted(String id, Instant now) {
    return JobLifecycle.accept(id, SPEC, now);
  }

  static JobProgress progress(double fraction) {
    return new JobProgress(fraction, "COMPRESSING", "Step 1 of 2");
  }
}
