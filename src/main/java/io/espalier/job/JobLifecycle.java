package io.espalier.job;

import io.espalier.problem.ErrorCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every step a job can take, as a pure function of the job it finds.
 *
 * <p>Steps of a worker carry the number of its attempt. They are refused, by returning nothing,
 * unless the job is RUNNING in exactly this attempt: a worker that was held up cannot touch what a
 * newer attempt does.
 */
final class JobLifecycle {
  private static final int RESOURCE_FAILURES = 2;

  private final int maximumFailures;

  JobLifecycle(int maximumFailures) {
    this.maximumFailures = maximumFailures;
  }

  static JobChange accept(String id, JobSpec spec, Instant now) {
    JobTimes times = new JobTimes(Map.of(JobState.QUEUED, now));
    Job job = new Job(id, spec, new JobStatus.Queued(), JobAttempts.NONE, JobProgress.NONE, times);
    return new JobChange(job, JobEventType.QUEUED, now, "");
  }

  /** The job as it was when it was new. */
  static Job asAccepted(Job job) {
    return accept(job.id(), job.spec(), job.times().createdAt()).job();
  }

  /** A worker takes the job up; a job that still counts as running has lost its worker. */
  Optional<JobChange> claim(Job job, Instant now) {
    return switch (job.status()) {
      case JobStatus.Queued() -> Optional.of(start(job, job.attempts().failures(), now));
      case JobStatus.Running(var cancelled) when cancelled -> Optional.of(cancelled(job, now));
      case JobStatus.Running(_) -> Optional.of(afterLoss(job, now));
      case JobStatus.Succeeded _, JobStatus.Failed _, JobStatus.Cancelled _ -> Optional.empty();
    };
  }

  private JobChange afterLoss(Job job, Instant now) {
    int failures = job.attempts().failures() + 1;
    return failures < maximumFailures ? start(job, failures, now) : lost(job, failures, now);
  }

  private static JobChange start(Job job, int failures, Instant now) {
    JobAttempts attempts = new JobAttempts(job.attempts().number() + 1, failures);
    Job started = moved(job, new JobStatus.Running(false), attempts, JobProgress.NONE, now);
    return new JobChange(started, JobEventType.STARTED, now, "");
  }

  private static JobChange lost(Job job, int failures, Instant now) {
    String detail = "The worker was lost in each of %d attempts.".formatted(failures);
    JobError error = new JobError(ErrorCode.WORKER_LOST.wireName(), detail, List.of());
    JobAttempts attempts = new JobAttempts(job.attempts().number(), failures);
    return failed(job, attempts, error, now);
  }

  static Optional<JobChange> progress(Job job, int attempt, JobProgress progress, Instant now) {
    return inAttempt(job, attempt).map(found -> advanced(found, progress, now));
  }

  private static JobChange advanced(Job job, JobProgress progress, Instant now) {
    JobProgress next = progress.atLeast(job.progress().fraction());
    Job advanced = moved(job, job.status(), job.attempts(), next, now);
    return new JobChange(advanced, JobEventType.PROGRESS, now, next.message());
  }

  static Optional<JobChange> succeed(Job job, int attempt, JobResult result, Instant now) {
    return inAttempt(job, attempt).map(found -> succeeded(found, result, now));
  }

  private static JobChange succeeded(Job job, JobResult result, Instant now) {
    JobStatus status = new JobStatus.Succeeded(result.artifacts());
    JobProgress complete = new JobProgress(1, job.progress().phase(), "");
    Job ended = moved(job, status, job.attempts(), complete, now);
    return new JobChange(ended, JobEventType.SUCCEEDED, now, "");
  }

  /** The attempt met a fault that every other attempt would meet too. */
  static Optional<JobChange> fail(Job job, int attempt, JobError error, Instant now) {
    return inAttempt(job, attempt).map(found -> failed(found, found.attempts(), error, now));
  }

  /** The attempt met a fault that another attempt may not meet. */
  Optional<JobChange> failOrRetry(Job job, int attempt, JobError error, Instant now) {
    return inAttempt(job, attempt).map(found -> failedOrRetrying(found, error, now));
  }

  private JobChange failedOrRetrying(Job job, JobError error, Instant now) {
    int failures = job.attempts().failures() + 1;
    JobAttempts attempts = new JobAttempts(job.attempts().number(), failures);
    return failures < maximumFailures(error)
        ? waiting(job, attempts, error.detail(), now)
        : failed(job, attempts, error, now);
  }

  /** What asks for too much memory twice would ask for it a third time. */
  private int maximumFailures(JobError error) {
    return error.code().equals(ErrorCode.RESOURCE_LIMIT.wireName())
        ? Math.min(maximumFailures, RESOURCE_FAILURES)
        : maximumFailures;
  }

  /** The worker gives the job back because it shuts down. */
  static Optional<JobChange> release(Job job, int attempt, Instant now) {
    return inAttempt(job, attempt)
        .map(found -> waiting(found, found.attempts(), "The worker shuts down.", now));
  }

  /** The worker has stopped because the job was cancelled. */
  static Optional<JobChange> stop(Job job, int attempt, Instant now) {
    return inAttempt(job, attempt).map(found -> cancelled(found, now));
  }

  /** Somebody asks for the end of the job; asking again changes nothing. */
  static Optional<JobChange> cancel(Job job, Instant now) {
    return switch (job.status()) {
      case JobStatus.Queued() -> Optional.of(cancelled(job, now));
      case JobStatus.Running(var requested) when !requested -> Optional.of(asked(job, now));
      case JobStatus.Running _, JobStatus.Succeeded _, JobStatus.Failed _, JobStatus.Cancelled _ ->
          Optional.empty();
    };
  }

  private static JobChange asked(Job job, Instant now) {
    Job asked = moved(job, new JobStatus.Running(true), job.attempts(), job.progress(), now);
    return new JobChange(asked, JobEventType.CANCEL_REQUESTED, now, "");
  }

  private static JobChange waiting(Job job, JobAttempts attempts, String why, Instant now) {
    if (job.cancelRequested()) {
      return cancelled(job, now);
    }
    Job waiting = moved(job, new JobStatus.Queued(), attempts, JobProgress.NONE, now);
    return new JobChange(waiting, JobEventType.RETRYING, now, why);
  }

  private static JobChange cancelled(Job job, Instant now) {
    Job ended = moved(job, new JobStatus.Cancelled(List.of()), job.attempts(), job.progress(), now);
    return new JobChange(ended, JobEventType.CANCELLED, now, "");
  }

  private static JobChange failed(Job job, JobAttempts attempts, JobError error, Instant now) {
    Job ended = moved(job, new JobStatus.Failed(error, List.of()), attempts, job.progress(), now);
    return new JobChange(ended, JobEventType.FAILED, now, error.detail());
  }

  private static Optional<Job> inAttempt(Job job, int attempt) {
    return Optional.of(job)
        .filter(found -> found.state() == JobState.RUNNING)
        .filter(found -> found.attempts().number() == attempt);
  }

  private static Job moved(
      Job job, JobStatus status, JobAttempts attempts, JobProgress progress, Instant now) {
    JobTransitions.require(job.state(), status.state());
    Map<JobState, Instant> entered = new HashMap<>(job.times().entered());
    entered.putIfAbsent(status.state(), now);
    return new Job(job.id(), job.spec(), status, attempts, progress, new JobTimes(entered));
  }
}
