package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Removes nodes that hand their input on: Identity, Dropout in inference, and a Cast, Reshape,
 * Flatten or Expand to the type the input has.
 */
public final class RemoveIdentities implements Pass {
  private static final Set<String> KEEP_ORDER = Set.of("Cast", "Reshape", "Flatten", "Expand");

  @Override
  public String name() {
    return "remove-identities";
  }

  @Override
  public Rewrite apply(Graph graph) {
    TypedGraph typed = Inference.of(graph).typed();
    GraphIndex index = GraphIndex.of(graph);
    Draft draft = new Draft(graph);
    Set<String> fixed = new HashSet<>(ValueUses.captured(graph));
    Set<String> outputs = ValueUses.outputs(graph);
    for (Node node : graph.nodes()) {
      if (handsOn(typed, index, outputs, node)) {
        remove(draft, index, fixed, outputs, node);
      }
    }
    return draft.finish();
  }

  private static boolean handsOn(
      TypedGraph typed, GraphIndex index, Set<String> outputs, Node node) {
    return node.is("Identity")
        || node.is("Dropout") && isInference(typed.graph(), index, outputs, node)
        || node.domain().isEmpty()
            && KEEP_ORDER.contains(node.operator())
            && keepsType(typed, node);
  }

  private static boolean isInference(
      Graph graph, GraphIndex index, Set<String> outputs, Node node) {
    Optional<String> mask = node.output(1);
    boolean maskRead =
        mask.filter(m -> outputs.contains(m) || !index.consumers(m).isEmpty()).isPresent();
    Optional<Tensor> training = node.input(2).map(graph.initializers()::get);
    boolean off = node.input(2).isEmpty() || training.filter(t -> t.longAt(0) == 0).isPresent();
    return off && !maskRead;
  }

  private static boolean keepsType(TypedGraph typed, Node node) {
    Optional<TensorType> type = typed.type(node.inputs().getFirst());
    return type.isPresent() && type.equals(typed.type(node.outputs().getFirst()));
  }

  /** Readers take the input; where the output is the graph's, the producer takes its name. */
  private static void remove(
      Draft draft, GraphIndex index, Set<String> fixed, Set<String> outputs, Node node) {
    String input = draft.current(node.inputs().getFirst());
    String output = node.outputs().getFirst();
    if (!outputs.contains(output) && !fixed.contains(output)) {
      draft.rename(output, input);
    } else if (outputs.contains(output)
        && index.producer(input).isPresent()
        && !outputs.contains(input)
        && !fixed.contains(input)) {
      draft.rename(input, output);
    } else {
      return;
    }
    draft
        .remove(node)
        .note(
            "Removed the %s (%s), which changes nothing.".formatted(node.operator(), node.name()));
  }
}
