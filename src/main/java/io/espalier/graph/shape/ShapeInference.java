package io.espalier.graph.shape;

import io.espalier.graph.Graph;
import java.util.Map;

/** Finds the type of every value of a graph. */
public final class ShapeInference {
  private ShapeInference() {}

  public static TypedGraph infer(Graph graph) {
    return infer(graph, Map.of());
  }

  /** Types with numbers in the place of some symbolic extents of the graph inputs. */
  public static TypedGraph infer(Graph graph, Map<String, Long> symbols) {
    throw new UnsupportedOperationException("Not there yet.");
  }
}
