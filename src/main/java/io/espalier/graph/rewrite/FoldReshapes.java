package io.espalier.graph.rewrite;

import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.Content;
import io.espalier.graph.shape.Inference;
import java.util.List;
import java.util.Optional;

/**
 * Gives Reshape a constant target where it was computed from the batch.
 *
 * <p>An axis that has the symbolic extent of the same input axis becomes 0 (copy); one other
 * symbolic axis may become -1. A target with two such axes is left alone.
 */
public final class FoldReshapes implements Pass {
  private static final long COPY = 0;
  private static final long REST = -1;

  @Override
  public String name() {
    return "fold-reshapes";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Inference inference = Inference.of(graph);
    Draft draft = new Draft(graph);
    graph.nodes().stream()
        .filter(node -> node.is("Reshape"))
        .forEach(node -> fold(draft, inference, node));
    return draft.finish();
  }

  private static void fold(Draft draft, Inference inference, Node node) {
    target(inference, node)
        .ifPresent(
            target -> {
              String name = draft.freshName(node.name() + ".shape");
              draft
                  .put(name, Tensor.vector(target))
                  .replace(node, folded(node, name))
                  .note("Made the target of the Reshape (%s) constant.".formatted(node.name()));
            });
  }

  private static Node folded(Node node, String target) {
    return node.withInputs(List.of(node.inputs().getFirst(), target)).withoutAttribute("allowzero");
  }

  private static Optional<long[]> target(Inference inference, Node node) {
    Optional<Content> computed = inference.content(node.inputs().get(1));
    Optional<TensorType> input = inference.typed().type(node.inputs().getFirst());
    Optional<TensorType> output = inference.typed().type(node.outputs().getFirst());
    boolean constant = inference.typed().graph().isConstant(node.inputs().get(1));
    if (constant || computed.isEmpty() || input.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    return target(input.get().shape(), output.get().shape());
  }

  private static Optional<long[]> target(List<Dim> input, List<Dim> output) {
    long[] target = new long[output.size()];
    int rests = 0;
    for (int axis = 0; axis < target.length; axis++) {
      target[axis] = entry(input, output, axis);
      rests += target[axis] == REST ? 1 : 0;
    }
    return rests > 1 || output.stream().anyMatch(dim -> dim.is(0))
        ? Optional.empty()
        : Optional.of(target);
  }

  private static long entry(List<Dim> input, List<Dim> output, int axis) {
    Dim dim = output.get(axis);
    if (dim.isKnown()) {
      return dim.size();
    }
    return axis < input.size() && input.get(axis).equals(dim) ? COPY : REST;
  }
}
