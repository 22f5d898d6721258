package io.espalier.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who produces and who reads each value of one graph, subgraph captures included. */
public final class GraphIndex {
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();

  private GraphIndex(Graph graph) {
    for (Node node : graph.nodes()) {
      node.presentOutputs().forEach(value -> producers.put(value, node));
      reads(node).distinct().forEach(value -> consumersOf(value).add(node));
    }
  }

  public static GraphIndex of(Graph graph) {
    return new GraphIndex(graph);
  }

  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** Nodes that read the value, each once, in graph order. */
  public List<Node> consumers(String value) {
    return List.copyOf(consumers.getOrDefault(value, List.of()));
  }

  /** Every outer value a node reads: its inputs and what its subgraphs capture. */
  public static Stream<String> reads(Node node) {
    return Stream.concat(
        node.presentInputs(), node.subgraphs().stream().flatMap(GraphIndex::captures));
  }

  /** Outer values that a subgraph reads, its outputs included. */
  private static Stream<String> captures(Graph subgraph) {
    Set<String> own = new LinkedHashSet<>(subgraph.initializers().keySet());
    subgraph.inputs().forEach(input -> own.add(input.name()));
    subgraph.nodes().forEach(node -> node.presentOutputs().forEach(own::add));
    Stream<String> read = subgraph.nodes().stream().flatMap(GraphIndex::reads);
    Stream<String> returned = subgraph.outputs().stream().map(ValueInfo::name);
    return Stream.concat(read, returned).filter(value -> !own.contains(value)).distinct();
  }

  private List<Node> consumersOf(String value) {
    return consumers.computeIfAbsent(value, _ -> new ArrayList<>());
  }
}
