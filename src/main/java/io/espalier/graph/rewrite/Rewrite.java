package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pass made of a graph.
 *
 * @param changes one sentence a change, in order; empty when the graph is as it was
 */
public record Rewrite(Graph graph, List<String> changes) {
  public Rewrite {
    changes = List.copyOf(changes);
  }

  /** What another pass made of this rewrite's graph, with the changes of both. */
  public Rewrite then(Rewrite next) {
    return new Rewrite(next.graph, Stream.concat(changes.stream(), next.changes.stream()).toList());
  }
}
