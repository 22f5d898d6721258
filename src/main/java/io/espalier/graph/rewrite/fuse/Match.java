package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a pattern has found so far: values by the names the pattern gives them, and its nodes. */
final class Match {
  private final Scene scene;
  private final Map<String, String> values;
  private final Set<Node> nodes;

  private Match(Scene scene, Map<String, String> values, Set<Node> nodes) {
    this.scene = scene;
    this.values = values;
    this.nodes = nodes;
  }

  static Match in(Scene scene) {
    return new Match(scene, Map.of(), Set.of());
  }

  Scene scene() {
    return scene;
  }

  Set<Node> nodes() {
    return nodes;
  }

  /** This match with one more name; empty when the name stands for something else. */
  Optional<Match> bind(String name, String value) {
    String bound = values.get(name);
    if (bound != null) {
      return bound.equals(value) ? Optional.of(this) : Optional.empty();
    }
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return Optional.of(new Match(scene, more, nodes));
  }

  Match with(Node node) {
    Set<Node> more = new LinkedHashSet<>(nodes);
    more.add(node);
    return new Match(scene, values, more);
  }

  /** What the pattern bound a name to; a name of a branch not taken is empty. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String value(String name) {
    return find(name).orElseThrow();
  }

  Optional<TensorType> type(String name) {
    return find(name).flatMap(scene::type);
  }

  Optional<Tensor> constant(String name) {
    return find(name).flatMap(scene::constant);
  }

  /** The number bound to a name, or another one where the name is not bound. */
  double number(String name, double otherwise) {
    return find(name).map(value -> scene.number(value).orElseThrow()).orElse(otherwise);
  }

  /** True when two values are floats of one known shape. */
  boolean areAlike(String name, String other) {
    return isFloat(name) && type(name).equals(type(other));
  }

  boolean isFloat(String name) {
    return type(name).filter(type -> type.elementType() == ElementType.FLOAT).isPresent();
  }

  /** True when nothing outside the match reads what its inner nodes compute. */
  boolean isClosed(Node root) {
    return nodes.stream().allMatch(node -> node == root || scene.isReadOnlyBy(nodes, node));
  }
}
