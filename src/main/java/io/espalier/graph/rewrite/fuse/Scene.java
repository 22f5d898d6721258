package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.ValueUses;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What patterns may ask of the graph they are matched in. */
final class Scene {
  private final TypedGraph typed;
  private final GraphIndex index;
  private final Set<String> outputs;

  Scene(Graph graph) {
    typed = Inference.of(graph).typed();
    index = GraphIndex.of(graph);
    outputs = ValueUses.outputs(graph);
  }

  /** The node that computes a value, when that is its only output. */
  Optional<Node> producer(String value) {
    return index.producer(value).filter(node -> node.presentOutputs().count() == 1);
  }

  Optional<TensorType> type(String value) {
    return typed.type(value);
  }

  Optional<Tensor> constant(String value) {
    return Optional.ofNullable(typed.graph().initializers().get(value));
  }

  /** The number that a float constant of one element holds. */
  OptionalDouble number(String value) {
    return constant(value)
        .filter(tensor -> tensor.elements() == 1 && tensor.elementType() == ElementType.FLOAT)
        .map(tensor -> OptionalDouble.of(tensor.doubleAt(0)))
        .orElseGet(OptionalDouble::empty);
  }

  /** True when nobody but these nodes reads what the node computes. */
  boolean isReadOnlyBy(Set<Node> readers, Node node) {
    return node.presentOutputs()
        .allMatch(value -> !outputs.contains(value) && readers.containsAll(index.consumers(value)));
  }
}
