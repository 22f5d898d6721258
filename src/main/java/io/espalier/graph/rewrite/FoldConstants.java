package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.ConstantValue;
import io.espalier.graph.op.Content;
import io.espalier.graph.shape.Inference;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces nodes by the constants they hold or compute.
 *
 * <p>Only integer and boolean results of at most {@link Content#MAX_ELEMENTS} elements are
 * computed, and a reshaped constant is the constant under another shape: no fold makes a large
 * tensor.
 */
public final class FoldConstants implements Pass {
  private static final Set<String> VIEWS = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  @Override
  public String name() {
    return "fold-constants";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Inference inference = Inference.of(graph);
    GraphIndex index = GraphIndex.of(graph);
    Draft draft = new Draft(graph);
    Set<String> outputs = ValueUses.outputs(graph);
    graph.nodes().stream()
        .filter(node -> node.outputs().size() == 1)
        .filter(node -> !outputs.contains(node.outputs().getFirst()))
        .forEach(node -> fold(draft, inference, index, node));
    return draft.finish();
  }

  private static void fold(Draft draft, Inference inference, GraphIndex index, Node node) {
    String value = node.outputs().getFirst();
    ConstantValue.of(node)
        .or(() -> computed(inference, value))
        .or(() -> view(inference, index, node))
        .ifPresent(
            tensor ->
                draft
                    .remove(node)
                    .put(value, tensor)
                    .note(
                        "Folded the %s (%s) into a constant."
                            .formatted(node.operator(), node.name())));
  }

  private static Optional<Tensor> computed(Inference inference, String value) {
    return inference
        .content(value)
        .flatMap(Content::numbers)
        .flatMap(numbers -> IntegerTensors.of(inference.typed().types().get(value), numbers));
  }

  /** A large constant is left alone when others read it too: it would be stored twice. */
  private static Optional<Tensor> view(Inference inference, GraphIndex index, Node node) {
    if (!node.domain().isEmpty() || !VIEWS.contains(node.operator())) {
      return Optional.empty();
    }
    Graph graph = inference.typed().graph();
    String source = node.inputs().getFirst();
    Optional<TensorType> type = inference.typed().type(node.outputs().getFirst());
    return Optional.ofNullable(graph.initializers().get(source))
        .filter(
            tensor ->
                tensor.elements() <= Content.MAX_ELEMENTS || index.consumers(source).size() == 1)
        .flatMap(
            tensor ->
                type.filter(TensorType::isStatic)
                    .map(shaped -> tensor.withShape(IntegerTensors.shape(shaped))));
  }
}
