package io.espalier.engine.train;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was learned back to a network. */
public final class LearnedWeights {
  private LearnedWeights() {}

  /**
   * The network with other constants of the same names and shapes.
   *
   * @param weights as {@link Learner#weights} gives them
   */
  public static Graph into(Graph graph, Map<String, Tensor> weights) {
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.replaceAll(weights::getOrDefault);
    List<Node> nodes = graph.nodes().stream().map(node -> node(node, weights)).toList();
    return graph.withInitializers(initializers).withNodes(nodes);
  }

  private static Node node(Node node, Map<String, Tensor> weights) {
    String output = node.outputs().isEmpty() ? "" : node.outputs().getFirst();
    return node.is("Constant") && weights.containsKey(output)
        ? node.withAttributes(Map.of("value", Attribute.of(weights.get(output))))
        : node;
  }
}
