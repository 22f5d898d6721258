package io.espalier.report;

import io.espalier.engine.evaluate.Evaluation;

/**
 * How good the model was at one stage of the job.
 *
 * @param stage for example {@code original}, {@code step 1: prune} or {@code step 1: prune, before
 *     recovery}; the last is what was published
 */
public record StageReport(String stage, Evaluation evaluation) {}
