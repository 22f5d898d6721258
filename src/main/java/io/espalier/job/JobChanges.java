package io.espalier.job;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Changes jobs at the present moment and tells those who follow them. */
final class JobChanges {
  /** A step that is decided on the job as it is found. */
  @FunctionalInterface
  interface Step {
    Optional<JobChange> decide(Job job, Instant now);
  }

  private final JobStore store;
  private final JobEvents events;
  private final InstantSource clock;

  JobChanges(JobStore store, JobEvents events, InstantSource clock) {
    this.store = store;
    this.events = events;
    this.clock = clock;
  }

  Optional<JobChange> apply(String jobId, Step step) {
    Instant now = now();
    Optional<JobChange> change = store.change(jobId, job -> step.decide(job, now));
    change.ifPresent(_ -> events.publish(jobId));
    return change;
  }

  Optional<Job> find(String jobId) {
    return store.find(jobId);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
