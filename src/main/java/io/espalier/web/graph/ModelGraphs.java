package io.espalier.web.graph;

import io.espalier.catalog.Model;

/** Finds the graph of a stored model. */
@FunctionalInterface
public interface ModelGraphs {
  /**
   * The normalised graph.
   *
   * @param fused whether what exporters spell out in many operators is shown as one
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is damaged
   */
  GraphView of(Model model, boolean fused);
}
