package io.espalier.graph.cost;

import io.espalier.graph.Graph;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;

/** Counts the cost of a graph from its types alone, never from the contents of a tensor. */
public final class CostModel {
  private CostModel() {}

  /** The cost under the types given, which may differ from those of the graph's own constants. */
  public static Cost of(TypedGraph typed) {
    throw new UnsupportedOperationException("Not there yet.");
  }

  /** The cost with numbers in the place of symbolic extents, such as a dynamic height. */
  public static Cost of(Graph graph, Map<String, Long> symbols) {
    return of(ShapeInference.infer(graph, symbols));
  }
}
