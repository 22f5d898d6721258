package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The many small changes of one pass, carried out together in one walk over the nodes. */
public final class Draft {
  private final Graph graph;
  private final GraphEditor names;
  private final Set<String> removed = new HashSet<>();
  private final Map<String, Node> replaced = new HashMap<>();
  private final Map<String, List<Node>> inserted = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<String> changes = new ArrayList<>();

  public Draft(Graph graph) {
    this.graph = graph;
    names = new GraphEditor(graph);
  }

  public String freshName(String stem) {
    return names.freshName(stem);
  }

  public Draft remove(Node node) {
    removed.add(node.name());
    return this;
  }

  public Draft replace(Node node, Node replacement) {
    replaced.put(node.name(), replacement);
    return this;
  }

  public Draft insertBefore(Node node, Node added) {
    inserted.computeIfAbsent(node.name(), _ -> new ArrayList<>()).add(added);
    return this;
  }

  /** Makes every node read and write one value under another name. */
  public Draft rename(String value, String name) {
    renamed.put(value, name);
    return this;
  }

  public Draft put(String value, Tensor constant) {
    constants.put(value, constant);
    return this;
  }

  public Draft note(String change) {
    changes.add(change);
    return this;
  }

  public Rewrite finish() {
    if (changes.isEmpty()) {
      return new Rewrite(graph, changes);
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.putAll(constants);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      inserted.getOrDefault(node.name(), List.of()).forEach(added -> nodes.add(renamed(added)));
      if (!removed.contains(node.name())) {
        nodes.add(renamed(replaced.getOrDefault(node.name(), node)));
      }
    }
    Graph changed = graph.withNodes(nodes).withInitializers(initializers);
    return new Rewrite(new GraphEditor(changed).build(), changes);
  }

  private Node renamed(Node node) {
    boolean touched =
        node.inputs().stream().anyMatch(renamed::containsKey)
            || node.outputs().stream().anyMatch(renamed::containsKey);
    return touched
        ? node.withInputs(renamed(node.inputs())).withOutputs(renamed(node.outputs()))
        : node;
  }

  private List<String> renamed(List<String> values) {
    return values.stream().map(this::current).toList();
  }

  /** The name a value has in the end; renames may follow one another. */
  String current(String value) {
    String name = value;
    while (renamed.containsKey(name)) {
      name = renamed.get(name);
    }
    return name;
  }
}
