package io.espalier.web;

import io.espalier.artifact.ArtifactStore;
import io.espalier.engine.train.TrainingListener;
import io.espalier.job.Job;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobContext;
import io.espalier.job.JobResult;
import io.espalier.job.JobRunner;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.report.ReportJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a job only when its test opens the gate; the seed says how the job goes. */
final class GatedRunner implements JobRunner {
  /** The seed of a job that runs through at once. */
  static final long AT_ONCE = 0;

  /** The seed of a job that waits for the gate. */
  static final long GATED = 1;

  /** The seed of a job that fails. */
  static final long FAILING = 2;

  static final byte[] RESULT =
      "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

  private static final long MAX_BYTES = 1 << 20;

  private final ArtifactStore store;
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

  GatedRunner(ArtifactStore store) {
    this.store = store;
  }

  void open(String jobId) {
    gate(jobId).countDown();
  }

  @Override
  public JobResult run(Job job, JobContext context) {
    context.progress(0.5, "COMPRESSING", "half of it", Duration.ofSeconds(12));
    context.measured(0, new TrainingListener.Point("loss", 1, 0.5, 2.25));
    context.measured(0, new TrainingListener.Point("loss", 2, 1, 1.75));
    context.measured(0, new TrainingListener.Point("accuracy", 2, 1, 0.5));
    if (job.spec().json().contains("\"seed\":" + FAILING)) {
      throw new EspalierException(ErrorCode.INFEASIBLE_PLAN, "Nothing can be cut.");
    }
    if (job.spec().json().contains("\"seed\":" + GATED)) {
      await(job.id(), context);
    }
    return new JobResult(
        List.of(
            artifact("model.onnx", "application/octet-stream", RESULT),
            artifact("report.json", "application/json", report())));
  }

  /** The report the report package tests itself with. */
  static byte[] report() {
    try (InputStream report = ReportJson.class.getResourceAsStream("report.json")) {
      return Objects.requireNonNull(report).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JobArtifact artifact(String name, String mediaType, byte[] content) {
    return new JobArtifact(
        name, mediaType, store.put(new ByteArrayInputStream(content), MAX_BYTES));
  }

  private void await(String jobId, JobContext context) {
    try {
      while (!gate(jobId).await(50, TimeUnit.MILLISECONDS)) {
        context.throwIfCancelled();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      context.throwIfCancelled();
    }
  }

  private CountDownLatch gate(String jobId) {
    return gates.computeIfAbsent(jobId, _ -> new CountDownLatch(1));
  }
}
