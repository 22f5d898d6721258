package io.espalier.job;

import java.util.List;
import java.util.Optional;

/**
 * One request to compress a model, as it stands.
 *
 * @param id {@code job_} and 26 characters
 */
public record Job(
    String id,
    JobSpec spec,
    JobStatus status,
    JobAttempts attempts,
    JobProgress progress,
    JobTimes times) {
  public JobState state() {
    return status.state();
  }

  /** The files it made; none before it succeeds. */
  public List<JobArtifact> artifacts() {
    return status instanceof JobStatus.Succeeded(var artifacts) ? artifacts : List.of();
  }

  public Optional<JobArtifact> artifact(String name) {
    return artifacts().stream().filter(artifact -> artifact.name().equals(name)).findFirst();
  }

  /** Why it failed, if it did. */
  public Optional<JobError> error() {
    return status instanceof JobStatus.Failed(var error) ? Optional.of(error) : Optional.empty();
  }

  /** Whether somebody asked for a stop that has not happened yet. */
  public boolean cancelRequested() {
    return status instanceof JobStatus.Running(var requested) && requested;
  }

  Job with(JobStatus other) {
    return new Job(id, spec, other, attempts, progress, times);
  }
}
