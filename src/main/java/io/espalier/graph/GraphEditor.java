package io.espalier.graph;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a changed copy of a graph; the copy is checked before anyone sees it. */
public final class GraphEditor {
  private final Graph original;
  private final List<Node> nodes;
  private final Map<String, Tensor> initializers;
  private final Set<String> taken = new HashSet<>();

  public GraphEditor(Graph graph) {
    original = graph;
    nodes = new ArrayList<>(graph.nodes());
    initializers = new LinkedHashMap<>(graph.initializers());
    graph.inputs().forEach(input -> taken.add(input.name()));
    taken.addAll(initializers.keySet());
    nodes.forEach(this::take);
  }

  /** A value or node name that nothing has yet, starting with the given stem. */
  public String freshName(String stem) {
    String name = stem;
    for (int i = 1; !taken.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }

  public GraphEditor putInitializer(String value, Tensor tensor) {
    initializers.put(value, tensor);
    taken.add(value);
    return this;
  }

  /** Puts other nodes, in order, in the place of one. */
  public GraphEditor replace(Node node, Node... replacements) {
    int index = indexOf(node);
    nodes.remove(index);
    nodes.addAll(index, List.of(replacements));
    List.of(replacements).forEach(this::take);
    return this;
  }

  public GraphEditor remove(Node node) {
    nodes.remove(indexOf(node));
    return this;
  }

  public GraphEditor insertBefore(Node node, Node inserted) {
    nodes.add(indexOf(node), inserted);
    take(inserted);
    return this;
  }

  /** Puts some nodes, in order, in the place of each. */
  public GraphEditor expandNodes(Function<Node, List<Node>> change) {
    List<Node> expanded = nodes.stream().map(change).flatMap(List::stream).toList();
    nodes.clear();
    nodes.addAll(expanded);
    nodes.forEach(this::take);
    return this;
  }

  /**
   * The changed graph, with initializers that nothing reads left out.
   *
   * @throws EspalierException ({@link ErrorCode#INTERNAL_ERROR}) when the change broke the graph
   */
  public Graph build() {
    Graph changed = original.withNodes(nodes).withInitializers(initializers);
    Graph trimmed = changed.withInitializers(readInitializers(changed));
    List<Problem> problems = GraphStructure.problems(trimmed);
    if (!problems.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "Impossible state: a rewrite broke the graph.", problems);
    }
    return trimmed;
  }

  private static Map<String, Tensor> readInitializers(Graph graph) {
    Set<String> read =
        graph.nodes().stream().flatMap(GraphIndex::reads).collect(Collectors.toSet());
    graph.outputs().forEach(output -> read.add(output.name()));
    Map<String, Tensor> kept = new LinkedHashMap<>(graph.initializers());
    kept.keySet().retainAll(read);
    return kept;
  }

  private int indexOf(Node node) {
    int index = nodes.indexOf(node);
    if (index < 0) {
      throw new IllegalArgumentException("The graph has no node (%s).".formatted(node.name()));
    }
    return index;
  }

  private void take(Node node) {
    taken.add(node.name());
    node.presentOutputs().forEach(taken::add);
  }
}
