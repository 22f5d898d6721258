package io.espalier.method;

import io.espalier.graph.analysis.Analysis;
import java.util.Optional;

/**
 * A carried out step.
 *
 * @param equivalence what {@code after} can be held against
 * @param training how it was trained; empty for steps that do not train
 */
public record StepResult(
    Analysis before,
    StepPlan plan,
    Analysis after,
    Equivalence equivalence,
    Optional<TrainingRecord> training) {}
