package io.espalier.job;

import java.time.Instant;

/**
 * A step in the life of a job.
 *
 * @param job as it is after the step
 * @param event what the step is called
 * @param message why, for the reader of the event; the progress message where there is no why
 */
public record JobChange(Job job, JobEventType event, Instant at, String message) {
  /** The event of this change as number {@code seq} of the job. */
  public JobEvent event(long seq) {
    JobProgress told = job.progress().withMessage(message);
    return new JobEvent(seq, at, event, job.state(), job.attempts().number(), told);
  }
}
