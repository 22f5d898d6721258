package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import java.util.Optional;

/**
 * A carried out step.
 *
 * @param equivalent a graph made in another way that must compute what {@code after} computes
 */
public record StepResult(
    Analysis before, StepPlan plan, Analysis after, Optional<Graph> equivalent) {}
