package io.espalier.job;

import java.time.Instant;
import java.util.List;

/**
 * A step in the life of a job.
 *
 * @param job as it is after the step
 * @param event what the step is called
 * @param message why, for the reader of the event; the progress message where there is no why
 */
public record JobChange(Job job, JobEventType event, Instant at, String message) {
  /** The same, with what an attempt leaves of a job that ends here without a result. */
  JobChange leaving(List<JobArtifact> best) {
    return switch (job.state()) {
      case FAILED, CANCELLED -> new JobChange(job.with(best), event, at, message);
      case QUEUED, RUNNING, SUCCEEDED -> this;
    };
  }

  /** The event of this change as number {@code seq} of the job. */
  public JobEvent event(long seq) {
    JobProgress told = job.progress().withMessage(message);
    return new JobEvent(seq, at, event, job.state(), job.attempts().number(), told);
  }
}
