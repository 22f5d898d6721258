package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import java.util.Set;

/** Removes nodes whose outputs nobody reads. */
public final class RemoveDeadNodes implements Pass {
  @Override
  public String name() {
    return "remove-dead-nodes";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Draft draft = new Draft(graph);
    Set<String> read = ValueUses.outputs(graph);
    for (Node node : graph.nodes().reversed()) {
      if (node.presentOutputs().anyMatch(read::contains)) {
        GraphIndex.reads(node).forEach(read::add);
      } else {
        draft
            .remove(node)
            .note(
                "Removed the %s (%s), which nobody reads.".formatted(node.operator(), node.name()));
      }
    }
    return draft.finish();
  }
}
