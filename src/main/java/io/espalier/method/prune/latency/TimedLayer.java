package io.espalier.method.prune.latency;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A layer that is timed by itself, with the normalisation and the activation behind it that
 * runtimes compute in one go with it.
 *
 * @param followers nodes of which each alone reads what the one before it computes
 */
record TimedLayer(Node node, List<Node> followers, LayerKind kind, TypedGraph typed) {
  private static final Set<String> JOINED =
      Set.of("BatchNormalization", "Relu", "Clip", "LeakyRelu", "Sigmoid", "HardSwish", "Tanh");

  /** The layer of a node. */
  static TimedLayer of(Node node, TypedGraph typed, Map<String, List<Node>> readers) {
    LayerKind kind = LayerKind.of(node, typed);
    List<Node> followers = new ArrayList<>();
    Optional<Node> next = follower(node, typed, readers);
    while (kind != LayerKind.WHOLE && next.isPresent()) {
      followers.add(next.get());
      next = follower(next.get(), typed, readers);
    }
    return new TimedLayer(node, List.copyOf(followers), kind, typed);
  }

  private static Optional<Node> follower(
      Node node, TypedGraph typed, Map<String, List<Node>> readers) {
    String output = node.outputs().getFirst();
    boolean leaves = typed.graph().outputs().stream().anyMatch(out -> out.name().equals(output));
    return Optional.of(readers.getOrDefault(output, List.of()))
        .filter(all -> all.size() == 1 && !leaves)
        .map(List::getFirst)
        .filter(only -> only.domain().isEmpty() && JOINED.contains(only.operator()))
        .filter(only -> only.inputs().stream().skip(1).allMatch(typed.graph()::isConstant));
  }

  /** Nodes by the values that they read. */
  static Map<String, List<Node>> readers(Graph graph) {
    return graph.nodes().stream()
        .flatMap(node -> node.presentInputs().map(value -> Map.entry(value, node)))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /** The widths the layer has in a graph, its own or a narrower one; empty where it is gone. */
  Optional<LayerWidths> widths(TypedGraph other, Function<String, Optional<Node>> nodes) {
    return nodes.apply(node.name()).map(found -> widths(found, other));
  }

  private LayerWidths widths(Node found, TypedGraph other) {
    int in = kind == LayerKind.DEPTHWISE ? 1 : channels(found.inputs().getFirst(), other);
    return new LayerWidths(in, channels(found.outputs().getFirst(), other));
  }

  private int channels(String value, TypedGraph other) {
    return (int) other.type(value).orElseThrow().dim(kind.dataAxis()).coefficient();
  }

  LayerWidths whole() {
    return widths(node, typed);
  }

  /** What is timed, in words that are equal for layers that take equally long. */
  String signature(LayerWidths widths) {
    return Stream.concat(
            Stream.of(described(node), types(LayerGraph.of(this, widths))),
            followers.stream().map(TimedLayer::described))
        .collect(Collectors.joining(" "));
  }

  private static String types(Graph graph) {
    Stream<TensorType> inputs = graph.inputs().stream().map(input -> input.type());
    Stream<TensorType> constants = graph.initializers().values().stream().map(one -> one.type());
    return Stream.concat(inputs, constants)
        .map(TensorType::toString)
        .collect(Collectors.joining(" "));
  }

  private static String described(Node node) {
    return node.qualifiedOperator() + new TreeMap<>(node.attributes());
  }
}
