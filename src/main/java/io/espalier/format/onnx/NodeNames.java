package io.espalier.format.onnx;

import io.espalier.format.UniqueNames;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives every unnamed node a name of its own, such as {@code Conv_3}, its operator and place. */
final class NodeNames {
  private final UniqueNames unique = new UniqueNames();

  private NodeNames() {}

  /** The graph with unnamed nodes named, in subgraphs too; equal files get equal names. */
  static Graph fill(Graph graph) {
    NodeNames names = new NodeNames();
    names.take(graph);
    return names.named(graph);
  }

  private void take(Graph graph) {
    for (Node node : graph.nodes()) {
      unique.take(node.name());
      node.subgraphs().forEach(this::take);
    }
  }

  private Graph named(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      nodes.add(named(graph.nodes().get(i), i));
    }
    return graph.withNodes(nodes);
  }

  private Node named(Node node, int index) {
    Node filled = node.subgraphs().isEmpty() ? node : node.withAttributes(named(node.attributes()));
    return node.name().isEmpty()
        ? renamed(filled, unique.fresh(node.operator() + "_" + index))
        : filled;
  }

  private Map<String, Attribute> named(Map<String, Attribute> attributes) {
    Map<String, Attribute> filled = new LinkedHashMap<>(attributes);
    filled.replaceAll((_, attribute) -> named(attribute));
    return filled;
  }

  private Attribute named(Attribute attribute) {
    return switch (attribute) {
      case Attribute.GraphValue(Graph value) -> new Attribute.GraphValue(named(value));
      case Attribute.GraphList(List<Graph> values) ->
          new Attribute.GraphList(values.stream().map(this::named).toList());
      case Attribute.IntValue _,
          Attribute.FloatValue _,
          Attribute.StringValue _,
          Attribute.TensorValue _,
          Attribute.IntList _,
          Attribute.FloatList _,
          Attribute.StringList _ ->
          attribute;
    };
  }

  private static Node renamed(Node node, String name) {
    return new Node(
        name, node.domain(), node.operator(), node.inputs(), node.outputs(), node.attributes());
  }
}
