package io.espalier.method;

import io.espalier.graph.analysis.Analysis;

/**
 * A carried out step.
 *
 * @param output what the method made
 * @param after its graph, analysed
 */
public record StepResult(Analysis before, StepOutput output, Analysis after) {
  /** What was carried out. */
  public StepPlan plan() {
    return output.done();
  }
}
