package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import java.util.List;

/**
 * What a pass made of a graph.
 *
 * @param changes one sentence a change, in order; empty when the graph is as it was
 */
public record Rewrite(Graph graph, List<String> changes) {
  public Rewrite {
    changes = List.copyOf(changes);
  }
}
