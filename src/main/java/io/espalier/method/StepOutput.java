package io.espalier.method;

import io.espalier.graph.Graph;
import java.util.Optional;

/**
 * What a method made in one step.
 *
 * @param training how it was trained; empty for steps that do not train
 */
public record StepOutput(Graph graph, Optional<TrainingRecord> training) {
  /** The graph of a step that does not train. */
  public static StepOutput untrained(Graph graph) {
    return new StepOutput(graph, Optional.empty());
  }
}
