package io.espalier.method.prune.recovery;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A cut network and its original, node by node. */
final class Twins {
  private final CutNetwork network;
  private final TypedGraph cut;
  private final TypedGraph original;
  private final GraphIndex index;
  private final Map<String, Node> originals;
  private final Set<String> outputs;
  private final Map<String, BitSet> ancestors = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  Twins(CutNetwork network) {
    this.network = network;
    cut = ShapeInference.infer(network.cut());
    original = ShapeInference.infer(network.original());
    index = GraphIndex.of(network.cut());
    originals =
        network.original().nodes().stream()
            .collect(Collectors.toMap(Node::name, Function.identity()));
    outputs = network.cut().outputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
    for (int i = 0; i < network.cut().nodes().size(); i++) {
      trace(i, network.cut().nodes().get(i));
    }
  }

  private void trace(int number, Node node) {
    BitSet behind = new BitSet();
    GraphIndex.reads(node).forEach(value -> behind.or(ancestors(value)));
    behind.set(number);
    boolean differs = isChanged(node) || GraphIndex.reads(node).anyMatch(changed::contains);
    for (String value : node.presentOutputs().toList()) {
      ancestors.put(value, behind);
      if (differs) {
        changed.add(value);
      }
    }
  }

  /** True when a node reads other constants or values than its twin does. */
  private boolean isChanged(Node node) {
    Node twin = originals.get(node.name());
    return twin == null
        || !twin.attributes().equals(node.attributes())
        || !twin.inputs().equals(node.inputs())
        || node.presentInputs()
            .anyMatch(
                value ->
                    !Objects.equals(
                        constant(network.cut(), value), constant(network.original(), value)));
  }

  private static Optional<Object> constant(Graph graph, String value) {
    return Optional.ofNullable(graph.initializers().get(value));
  }

  Graph graph() {
    return network.cut();
  }

  TypedGraph cut() {
    return cut;
  }

  TypedGraph original() {
    return original;
  }

  List<Node> nodes() {
    return network.cut().nodes();
  }

  int[] kept(String constant, int axis) {
    return network.kept().of(constant, axis);
  }

  /** The node of the original that a node of the cut network was. */
  Optional<Node> twin(Node node) {
    return Optional.ofNullable(originals.get(node.name()))
        .filter(twin -> twin.qualifiedOperator().equals(node.qualifiedOperator()));
  }

  /** The value of the original that a value of the cut network was. */
  Optional<String> twin(String value) {
    return index
        .producer(value)
        .filter(node -> node.outputs().size() == 1)
        .flatMap(this::twin)
        .map(node -> node.outputs().getFirst());
  }

  /** True when a node takes part in computing a value. */
  boolean isBehind(String node, String value) {
    return ancestors(value).stream().anyMatch(number -> nodes().get(number).name().equals(node));
  }

  /** Numbers of the nodes that a value of the cut network is computed by. */
  BitSet ancestors(String value) {
    return ancestors.getOrDefault(value, new BitSet());
  }

  /** True for a value that lost channels or is computed from one that did. */
  boolean isChanged(String value) {
    return changed.contains(value);
  }

  /** The node that alone reads a value. */
  Optional<Node> onlyReader(String value) {
    List<Node> readers = index.consumers(value);
    return readers.size() == 1 && !outputs.contains(value)
        ? Optional.of(readers.getFirst())
        : Optional.empty();
  }

  /** True for a constant that one node reads. */
  boolean isOwn(String constant) {
    return network.cut().isConstant(constant) && onlyReader(constant).isPresent();
  }
}
