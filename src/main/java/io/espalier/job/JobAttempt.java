package io.espalier.job;

import static io.espalier.job.JobStoppedException.Reason.CANCELLED;
import static io.espalier.job.JobStoppedException.Reason.SHUTDOWN;
import static io.espalier.job.JobStoppedException.Reason.SUPERSEDED;

import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.job.checkpoint.CheckpointStore;
import io.espalier.job.metric.MetricBuffer;
import io.espalier.job.metric.MetricPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of one job, as the running code sees it. */
final class JobAttempt implements JobContext {
  private static final Logger LOG = LoggerFactory.getLogger(JobAttempt.class);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);
  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(250);

  private final Job job;
  private final JobChanges changes;
  private final Path scratch;
  private final List<Device> devices;
  private final CheckpointStore checkpoints;
  private final MetricBuffer metrics;
  private final BestSoFar best;
  private final BooleanSupplier shuttingDown;
  private Instant lastWrite = Instant.EPOCH;
  private Instant lastCheck = Instant.EPOCH;

  JobAttempt(
      Job job,
      JobChanges changes,
      Path scratch,
      List<Device> devices,
      KeptState kept,
      BestSoFar best,
      BooleanSupplier shuttingDown) {
    this.job = job;
    this.devices = List.copyOf(devices);
    this.checkpoints = kept.checkpoints();
    this.best = best;
    this.metrics = new MetricBuffer(kept.metrics(), job.id(), job.attempts().number());
    this.changes = changes;
    this.scratch = scratch;
    this.shuttingDown = shuttingDown;
  }

  @Override
  public int attempt() {
    return job.attempts().number();
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public Checkpoints checkpoints(int step) {
    return new AfterPoints(checkpoints.of(job.id(), attempt(), step), metrics);
  }

  @Override
  public void measured(int step, TrainingListener.Point point) {
    metrics.add(new MetricPoint(step, point.series(), point.step(), point.epoch(), point.value()));
  }

  @Override
  public void resumed(int step, long iteration) {
    metrics.resumed(step, iteration);
  }

  @Override
  public void keep(int step, String name, byte[] json) {
    best.keep(step, name, json);
  }

  /** Writes the points that are still on their way; called when the run has ended. */
  void keepLastPoints() {
    try {
      metrics.flush();
    } catch (RuntimeException lost) {
      LOG.warn("The last points of job {} are lost", job.id(), lost);
    }
  }

  @Override
  public void progress(double fraction, String phase, String message) {
    progress(new JobProgress(Math.clamp(fraction, 0.0, 1.0), phase, message));
  }

  @Override
  public void progress(double fraction, String phase, String message, Duration left) {
    progress(new JobProgress(Math.clamp(fraction, 0.0, 1.0), phase, message).withLeft(left));
  }

  private synchronized void progress(JobProgress progress) {
    throwIfCancelled();
    Instant now = changes.now();
    if (hasPassed(BETWEEN_WRITES, lastWrite, now)) {
      lastWrite = now;
      metrics.flush();
      write(progress);
    }
  }

  private void write(JobProgress progress) {
    changes
        .apply(job.id(), (found, now) -> JobLifecycle.progress(found, attempt(), progress, now))
        .orElseThrow(() -> new JobStoppedException(SUPERSEDED));
  }

  @Override
  public synchronized void throwIfCancelled() {
    if (shuttingDown.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new JobStoppedException(SHUTDOWN);
    }
    Instant now = changes.now();
    if (hasPassed(BETWEEN_CHECKS, lastCheck, now)) {
      lastCheck = now;
      check(changes.find(job.id()).orElseThrow(() -> new JobStoppedException(SUPERSEDED)));
    }
  }

  private void check(Job found) {
    if (found.state() != JobState.RUNNING || found.attempts().number() != attempt()) {
      throw new JobStoppedException(SUPERSEDED);
    }
    if (found.cancelRequested()) {
      throw new JobStoppedException(CANCELLED);
    }
  }

  /** A clock that was set back must not silence an attempt, so the distance counts. */
  private static boolean hasPassed(Duration pause, Instant last, Instant now) {
    return Duration.between(last, now).abs().compareTo(pause) >= 0;
  }

  /** Points come before the checkpoint they lie before, so that a resumed curve has no gap. */
  private record AfterPoints(Checkpoints checkpoints, MetricBuffer metrics) implements Checkpoints {
    @Override
    public Optional<Checkpoint> newest() {
      return checkpoints.newest();
    }

    @Override
    public void save(Checkpoint checkpoint) {
      metrics.flush();
      checkpoints.save(checkpoint);
    }
  }
}
