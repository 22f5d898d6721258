package io.espalier.method;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.Preprocessing;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.graph.analysis.Analysis;

/**
 * What a step trains with.
 *
 * @param original the model as the job began with it; what a distillation learns from
 * @param dataset open as long as the job runs
 * @param preprocessing the data set's own with what the job says instead
 * @param checkpoints of this step alone
 * @param seed the source of every random choice of the step
 */
public record TrainingContext(
    Analysis original,
    Dataset dataset,
    Preprocessing preprocessing,
    Checkpoints checkpoints,
    TrainingListener listener,
    long seed) {}
