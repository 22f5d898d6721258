package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.ValueInfo;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Leaves out what computed the targets that are constants now. */
final class DeadNodes {
  private DeadNodes() {}

  /** The graph without nodes that nothing reads. */
  static Graph removed(Graph graph) {
    Set<String> read =
        graph.outputs().stream().map(ValueInfo::name).collect(Collectors.toCollection(HashSet::new));
    GraphEditor editor = new GraphEditor(graph);
    for (Node node : graph.nodes().reversed()) {
      if (node.presentOutputs().anyMatch(read::contains)) {
        GraphIndex.reads(node).forEach(read::add);
      } else {
        editor.remove(node);
      }
    }
    return editor.build();
  }
}
