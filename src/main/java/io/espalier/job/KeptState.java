package io.espalier.job;

import io.espalier.artifact.ArtifactStore;
import io.espalier.job.checkpoint.CheckpointStore;
import io.espalier.job.metric.MetricStore;

/**
 * Where the attempts of a job leave state for one another, and curves and the best so far for its
 * user.
 */
public record KeptState(
    CheckpointStore checkpoints, MetricStore metrics, ArtifactStore artifacts) {}
