package io.espalier.job;

import java.util.List;

/** A state together with the facts that only this state has. */
public sealed interface JobStatus {
  JobState state();

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
  }

  /** Ended without a result, and why. */
  record Failed(JobError error) implements JobStatus {
    @Override
    public JobState state() {
      return JobState.FAILED;
    }
  }

  /** Ended because somebody asked for it. */
  record Cancelled() implements JobStatus {
    @Override
    public JobState state() {
      return JobState.CANCELLED;
    }
  }
}
