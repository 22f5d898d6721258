package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rule may ask and add in the graph or subgraph it works on. */
final class UpgradeScope {
  private final Upgrading upgrading;
  private final Optional<UpgradeScope> outer;
  private final Map<String, Tensor> constants;
  private final Set<String> read;
  private final GraphIndex index;
  private final Ranks ranks;

  UpgradeScope(Graph graph, Upgrading upgrading, Optional<UpgradeScope> outer) {
    this.upgrading = upgrading;
    this.outer = outer;
    this.constants = new LinkedHashMap<>(graph.initializers());
    this.read = graph.nodes().stream().flatMap(GraphIndex::reads).collect(Collectors.toSet());
    this.index = GraphIndex.of(graph);
    graph.outputs().stream().map(ValueInfo::name).forEach(read::add);
    this.ranks =
        Ranks.of(
            graph,
            this::constant,
            value -> outer.map(scope -> scope.rank(value)).orElseGet(OptionalInt::empty));
  }

  UpgradeScope inner(Graph subgraph) {
    return new UpgradeScope(subgraph, upgrading, Optional.of(this));
  }

  Map<String, Tensor> constants() {
    return constants;
  }

  /** A value's constant content, from this graph or one around it. */
  Optional<Tensor> constant(String value) {
    Tensor own = constants.get(value);
    return own != null ? Optional.of(own) : outer.flatMap(scope -> scope.constant(value));
  }

  /** The node of this graph that produced the value before the upgrade. */
  Optional<Node> producer(String value) {
    return index.producer(value);
  }

  /** The number of axes of a value, where it follows from the graph. */
  OptionalInt rank(String value) {
    return ranks.rank(value);
  }

  boolean isRead(String value) {
    return read.contains(value);
  }

  boolean onlySingleFloats() {
    return upgrading.onlySingleFloats();
  }

  /** Adds a constant that belongs to a node. */
  String add(Node owner, String what, Tensor tensor) {
    String value = freshName(owner, what);
    constants.put(value, tensor);
    return value;
  }

  /** A new value name. */
  String freshName(Node owner, String what) {
    return upgrading.names().fresh(owner.name() + "_" + what);
  }

  /** A new node that helps to replace another one; it has one output. */
  Node helper(Node owner, String operator, Map<String, Attribute> attributes, String... inputs) {
    String name = freshName(owner, operator);
    String output = freshName(owner, operator + "_out");
    return new Node(name, "", operator, List.of(inputs), List.of(output), attributes);
  }

  /** Refuses a node whose meaning at the newer opset would be another one. */
  List<Node> refuse(Node node, String why) {
    upgrading.report(node, why);
    return List.of(node);
  }
}
