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

  /** The files it made; none before it ends. */
  public List<JobArtifact> artifacts() {
    return status.artifacts();
  }

  public Optional<JobArtifact> artifact(String name) {
    return artifacts().stream().filter(artifact -> artifact.name().equals(name)).findFirst();
  }

  /** Why it failed, if it did. */
  public Optional<JobError> error() {
    return status instanceof JobStatus.Failed(var error, _) ? Optional.of(error) : Optional.empty();
  }

  /** Whether somebody asked for a stop that has not happened yet. */
  public boolean cancelRequested() {
    return status instanceof JobStatus.Running(var requested) && requested;
  }

  /** The same with these files, where its state may have files. */
  Job with(List<JobArtifact> artifacts) {
    return new Job(id, spec, status.with(artifacts), attempts, progress, times);
  }
}
