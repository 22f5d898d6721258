package io.espalier.graph.rewrite;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out the first states of recurrent layers where they are zeros, which is what a layer
 * without them starts with.
 *
 * <p>Exporters write them as zeros expanded to the batch, and so repeat the number of hidden units
 * in a computed shape.
 */
public final class OmitZeroStates implements Pass {
  private static final Set<String> RECURRENT = Set.of("GRU", "LSTM", "RNN");
  private static final Set<String> MOVEMENTS =
      Set.of(
          "Cast",
          "Expand",
          "Flatten",
          "Gather",
          "Identity",
          "Reshape",
          "Slice",
          "Split",
          "Squeeze",
          "Tile",
          "Transpose",
          "Unsqueeze");
  private static final Set<ElementType> NUMBERS =
      Set.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);
  private static final List<Integer> STATES = List.of(5, 6);

  /** Larger constants are weights, not states; they are not looked through. */
  private static final long MAX_ELEMENTS = 1 << 20;

  @Override
  public String name() {
    return "omit-zero-states";
  }

  @Override
  public Rewrite apply(Graph graph) {
    GraphIndex index = GraphIndex.of(graph);
    Draft draft = new Draft(graph);
    graph.nodes().stream()
        .filter(node -> node.domain().isEmpty() && RECURRENT.contains(node.operator()))
        .forEach(node -> omit(draft, graph, index, node));
    return draft.finish();
  }

  private static void omit(Draft draft, Graph graph, GraphIndex index, Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    STATES.stream()
        .filter(state -> node.input(state).filter(value -> isZero(graph, index, value)).isPresent())
        .forEach(state -> inputs.set(state, ""));
    if (!inputs.equals(node.inputs())) {
      draft
          .replace(node, node.withInputs(withoutTail(inputs)))
          .note("Left the zero states of the %s (%s) out.".formatted(node.operator(), node.name()));
    }
  }

  private static List<String> withoutTail(List<String> inputs) {
    int end = inputs.size();
    while (inputs.get(end - 1).isEmpty()) {
      end--;
    }
    return inputs.subList(0, end);
  }

  /** Follows a value back over nodes that only move elements. */
  private static boolean isZero(Graph graph, GraphIndex index, String value) {
    String source = value;
    Optional<Node> producer = index.producer(source);
    while (producer.filter(OmitZeroStates::moves).isPresent()) {
      source = producer.get().inputs().getFirst();
      producer = index.producer(source);
    }
    return producer.isPresent()
        ? producer.get().is("ConstantOfShape")
            && producer.get().tensorAttribute("value").stream().allMatch(OmitZeroStates::isZero)
        : graph.isConstant(source) && isZero(graph.initializers().get(source));
  }

  private static boolean moves(Node node) {
    return node.domain().isEmpty() && MOVEMENTS.contains(node.operator());
  }

  private static boolean isZero(Tensor tensor) {
    if (tensor.elements() > MAX_ELEMENTS || !NUMBERS.contains(tensor.elementType())) {
      return false;
    }
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.doubleAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
