package io.espalier.method;

import io.espalier.graph.analysis.Analysis;
import java.util.List;

/**
 * A carried out job.
 *
 * @param steps in order, at least one, each on what the one before left
 */
public record CompressionResult(List<StepResult> steps) {
  public CompressionResult {
    steps = List.copyOf(steps);
  }

  /** The model as it came, normalised. */
  public Analysis original() {
    return steps.getFirst().before();
  }

  /** What the last step left. */
  public Analysis compressed() {
    return steps.getLast().after();
  }

  /** What the steps had set out to do. */
  public JobPlan plan() {
    return JobPlan.of(steps.stream().map(StepResult::plan).toList());
  }
}
