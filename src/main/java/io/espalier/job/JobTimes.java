package io.espalier.job;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** When a job first entered each of the states it has been in. */
public record JobTimes(Map<JobState, Instant> entered) {
  public JobTimes {
    entered = Map.copyOf(entered);
  }

  /** When the job was submitted. */
  public Instant createdAt() {
    return entered.get(JobState.QUEUED);
  }

  /** When its first attempt began. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(entered.get(JobState.RUNNING));
  }

  /** When it reached its terminal state. */
  public Optional<Instant> endedAt() {
    return entered.entrySet().stream()
        .filter(entry -> entry.getKey().isTerminal())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
