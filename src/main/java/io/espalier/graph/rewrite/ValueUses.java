package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.ValueInfo;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Which values have names that a pass may not change. */
public final class ValueUses {
  private ValueUses() {}

  public static Set<String> outputs(Graph graph) {
    return graph.outputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
  }

  /** Values that a subgraph of some node reads; renaming a value does not reach in there. */
  public static Set<String> captured(Graph graph) {
    Set<String> captured = new HashSet<>();
    graph.nodes().stream()
        .filter(node -> !node.subgraphs().isEmpty())
        .forEach(node -> GraphIndex.reads(node).forEach(captured::add));
    return captured;
  }
}
