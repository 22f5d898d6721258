package io.espalier.job;

import io.espalier.job.checkpoint.CheckpointStore;
import io.espalier.job.metric.MetricStore;

/** Where the attempts of a job leave state for one another, and curves for its user. */
public record KeptState(CheckpointStore checkpoints, MetricStore metrics) {}
