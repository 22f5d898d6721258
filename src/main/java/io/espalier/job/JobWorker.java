package io.espalier.job;

import io.espalier.job.device.DeviceLease;
import io.espalier.job.device.DevicePool;
import io.espalier.method.spec.Placement;
import io.espalier.problem.ErrorCategory;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one job from the queue, runs it and publishes how it went. */
public final class JobWorker {
  /** Another process may have them. */
  private static final Duration WITHOUT_DEVICES = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  private final JobStore store;
  private final JobRunner runner;
  private final JobChanges changes;
  private final JobLifecycle lifecycle;
  private final DevicePool devices;
  private final KeptState kept;
  private final WorkerSettings settings;
  private final AtomicBoolean windingDown = new AtomicBoolean();

  public JobWorker(
      JobStore store,
      JobEvents events,
      JobRunner runner,
      DevicePool devices,
      KeptState kept,
      WorkerSettings settings,
      InstantSource clock) {
    this.store = store;
    this.runner = runner;
    this.devices = devices;
    this.kept = kept;
    this.changes = new JobChanges(store, events, clock);
    this.lifecycle = new JobLifecycle(settings.maximumFailures());
    this.settings = settings;
  }

  /**
   * Does all that can be done for a job now.
   *
   * @param shuttingDown whether the worker shall put the job down at the next check
   */
  WorkOutcome work(String jobId, BooleanSupplier shuttingDown) {
    try {
      return unfinished(jobId)
          .map(job -> work(job, () -> windingDown.get() || shuttingDown.getAsBoolean()))
          .orElseGet(() -> nothingToDo(jobId));
    } finally {
      forgetIfEnded(jobId);
    }
  }

  /** Lets every run put itself down at its next check, from now on. */
  void windDown() {
    windingDown.set(true);
  }

  private Optional<Job> unfinished(String jobId) {
    return store.find(jobId).filter(job -> !job.state().isTerminal());
  }

  private void forgetIfEnded(String jobId) {
    if (unfinished(jobId).isEmpty()) {
      kept.checkpoints().forget(jobId);
    }
  }

  /** Removes checkpoints of jobs that ended while nobody was there to remove them. */
  public int sweepCheckpoints() {
    return kept.checkpoints().sweep(jobId -> unfinished(jobId).isEmpty());
  }

  private WorkOutcome work(Job job, BooleanSupplier shuttingDown) {
    String id = job.id();
    Optional<DeviceLease> lease =
        devices.lease(
            placement(job), id, () -> shuttingDown.getAsBoolean() || unfinished(id).isEmpty());
    if (lease.isEmpty()) {
      clearInterrupt();
      return new WorkOutcome.Again(changes.now().plus(WITHOUT_DEVICES));
    }
    try (DeviceLease held = lease.get()) {
      return changes
          .apply(id, lifecycle::claim)
          .map(JobChange::job)
          .filter(claimed -> claimed.state() == JobState.RUNNING)
          .map(claimed -> outcome(attempt(claimed, held, shuttingDown)))
          .orElseGet(() -> nothingToDo(id));
    }
  }

  /** The run itself says what is wrong with a document that cannot be read. */
  private Placement placement(Job job) {
    try {
      return runner.placement(job);
    } catch (EspalierException unreadable) {
      return Placement.ANYWHERE;
    }
  }

  /** The job has ended elsewhere; a worker that died may have left files. */
  private WorkOutcome nothingToDo(String jobId) {
    ScratchFolder.forget(settings.scratch(), jobId);
    return new WorkOutcome.Done();
  }

  private Optional<JobChange> attempt(Job job, DeviceLease lease, BooleanSupplier shuttingDown) {
    int attempt = job.attempts().number();
    BestSoFar best = new BestSoFar();
    try (ScratchFolder scratch = ScratchFolder.create(settings.scratch(), job.id(), attempt)) {
      JobResult result =
          run(
              job,
              new JobAttempt(
                  job, changes, scratch.path(), lease.devices(), kept, best, shuttingDown));
      return changes.apply(
          job.id(), (found, now) -> JobLifecycle.succeed(found, attempt, result, now));
    } catch (JobStoppedException stop) {
      clearInterrupt();
      return ended(job, best, stopped(attempt, stop.reason()));
    } catch (RuntimeException | Error fault) {
      clearInterrupt();
      return ended(
          job,
          best,
          shuttingDown.getAsBoolean()
              ? stopped(attempt, JobStoppedException.Reason.SHUTDOWN)
              : failed(job, attempt, fault));
    }
  }

  /** An attempt without a result; the best it found becomes visible with the end of the job. */
  private Optional<JobChange> ended(Job job, BestSoFar best, JobChanges.Step end) {
    List<JobArtifact> left = stored(job, best);
    return changes.apply(
        job.id(), (found, now) -> end.decide(found, now).map(change -> change.leaving(left)));
  }

  /** Nothing where the store has a fault too: the job shows the first one. */
  private List<JobArtifact> stored(Job job, BestSoFar best) {
    try {
      return best.store(kept.artifacts());
    } catch (RuntimeException | OutOfMemoryError lost) {
      LOG.warn("The best so far of job {} is lost", job.id(), lost);
      return List.of();
    }
  }

  private JobResult run(Job job, JobAttempt attempt) {
    try {
      return runner.run(job, attempt);
    } finally {
      clearInterrupt();
      attempt.keepLastPoints();
    }
  }

  /** An interrupted thread that touches the embedded database would close its file for everyone. */
  private static void clearInterrupt() {
    Thread.interrupted();
  }

  private static JobChanges.Step stopped(int attempt, JobStoppedException.Reason reason) {
    return switch (reason) {
      case CANCELLED -> (found, now) -> JobLifecycle.stop(found, attempt, now);
      case SHUTDOWN -> (found, now) -> JobLifecycle.release(found, attempt, now);
      case SUPERSEDED -> (_, _) -> Optional.empty();
    };
  }

  private JobChanges.Step failed(Job job, int attempt, Throwable fault) {
    if (fault instanceof EspalierException known && known.code().category() == ErrorCategory.USER) {
      JobError error = JobError.of(known);
      return (found, now) -> JobLifecycle.fail(found, attempt, error, now);
    }
    LOG.warn("Attempt {} of job {} failed", attempt, job.id(), fault);
    JobError error = describe(fault);
    return (found, now) -> lifecycle.failOrRetry(found, attempt, error, now);
  }

  private static JobError describe(Throwable fault) {
    return switch (fault) {
      case EspalierException known -> JobError.of(known);
      case OutOfMemoryError _ ->
          new JobError(
              ErrorCode.RESOURCE_LIMIT.wireName(),
              "The worker ran out of memory; -Xmx bounds its heap, -XX:MaxDirectMemorySize the"
                  + " weights it makes.",
              List.of());
      default ->
          new JobError(
              ErrorCode.INTERNAL_ERROR.wireName(),
              "The job met an unexpected fault of the service.",
              List.of());
    };
  }

  private WorkOutcome outcome(Optional<JobChange> change) {
    return change
        .filter(made -> made.job().state() == JobState.QUEUED)
        .<WorkOutcome>map(made -> new WorkOutcome.Again(nextTry(made)))
        .orElseGet(WorkOutcome.Done::new);
  }

  private Instant nextTry(JobChange change) {
    return change.at().plus(settings.pauseAfter(change.job().attempts().failures()));
  }
}
