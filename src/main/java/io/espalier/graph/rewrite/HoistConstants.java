package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.op.ConstantValue;
import java.util.Set;

/** Turns Constant nodes into initializers of the same name. */
public final class HoistConstants implements Pass {
  @Override
  public String name() {
    return "hoist-constants";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Draft draft = new Draft(graph);
    Set<String> outputs = ValueUses.outputs(graph);
    graph.nodes().stream()
        .filter(node -> node.is("Constant") && node.outputs().size() == 1)
        .filter(node -> !outputs.contains(node.outputs().getFirst()))
        .forEach(node -> hoist(draft, node));
    return draft.finish();
  }

  private static void hoist(Draft draft, Node node) {
    String value = node.outputs().getFirst();
    ConstantValue.of(node)
        .ifPresent(
            tensor ->
                draft
                    .remove(node)
                    .put(value, tensor)
                    .note("Made the Constant (%s) an initializer.".formatted(value)));
  }
}
