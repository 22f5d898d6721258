package io.espalier.job;

import java.util.List;

/** A state together with the facts that only this state has. */
public sealed interface JobStatus {
  JobState state();

  /** The files of the job; none before it ends. */
  default List<JobArtifact> artifacts() {
    return List.of();
  }

  /** The same with these files, where the state may have files. */
  default JobStatus with(List<JobArtifact> artifacts) {
    return this;
  }

  /** Waiting for a worker, for the first time or after an attempt that failed. */
  record Queued() implements JobStatus {
    @Override
    public JobState state() {
      return JobState.QUEUED;
    }
  }

  /** In the hands of a worker, which stops at its next check when {@code cancelRequested}. */
  record Running(boolean cancelRequested) implements JobStatus {
    @Override
    public JobState state() {
      return JobState.RUNNING;
    }
  }

  /** Ended with a result. */
  record Succeeded(List<JobArtifact> artifacts) implements JobStatus {
    public Succeeded {
      artifacts = List.copyOf(artifacts);
    }

    @Override
    public JobState state() {
      return JobState.SUCCEEDED;
    }

    @Override
    public JobStatus with(List<JobArtifact> others) {
      return new Succeeded(others);
    }
  }

  /**
   * Ended without a result, and why.
   *
   * @param artifacts the best that had been found
   */
  record Failed(JobError error, List<JobArtifact> artifacts) implements JobStatus {
    public Failed {
      artifacts = List.copyOf(artifacts);
    }

    @Override
    public JobState state() {
      return JobState.FAILED;
    }

    @Override
    public JobStatus with(List<JobArtifact> others) {
      return new Failed(error, others);
    }
  }

  /**
   * Ended because somebody asked for it.
   *
   * @param artifacts the best that had been found
   */
  record Cancelled(List<JobArtifact> artifacts) implements JobStatus {
    public Cancelled {
      artifacts = List.copyOf(artifacts);
    }

    @Override
    public JobState state() {
      return JobState.CANCELLED;
    }

    @Override
    public JobStatus with(List<JobArtifact> others) {
      return new Cancelled(others);
    }
  }
}
