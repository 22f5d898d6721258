package io.espalier.job;

import java.util.List;

/** The manifest of what a run made; every file is in the store already. */
public record JobResult(List<JobArtifact> artifacts) {
  public JobResult {
    artifacts = List.copyOf(artifacts);
  }
}
