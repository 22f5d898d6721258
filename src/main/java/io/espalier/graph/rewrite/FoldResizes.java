package io.espalier.graph.rewrite;

import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.Inference;
import java.util.List;
import java.util.Optional;

/**
 * Gives Resize constant scales where its sizes were computed from the batch and the channels.
 *
 * <p>Only where the scales give the same sizes back: a runtime rounds {@code extent * scale} down.
 */
public final class FoldResizes implements Pass {
  private static final int SIZES = 3;

  @Override
  public String name() {
    return "fold-resizes";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Inference inference = Inference.of(graph);
    Draft draft = new Draft(graph);
    graph.nodes().stream()
        .filter(node -> node.is("Resize") && isComputed(graph, node))
        .forEach(node -> fold(draft, inference, node));
    return draft.finish();
  }

  private static boolean isComputed(Graph graph, Node node) {
    return node.input(SIZES).filter(sizes -> !graph.isConstant(sizes)).isPresent()
        && node.intsAttribute("axes").isEmpty()
        && node.stringAttribute("keep_aspect_ratio_policy", "stretch").equals("stretch");
  }

  private static void fold(Draft draft, Inference inference, Node node) {
    Optional<TensorType> input = inference.typed().type(node.inputs().getFirst());
    Optional<TensorType> output = inference.typed().type(node.outputs().getFirst());
    if (input.isEmpty() || output.isEmpty()) {
      return;
    }
    float[] scales = new float[input.get().rank()];
    for (int axis = 0; axis < scales.length; axis++) {
      Optional<Float> scale = scale(input.get().dim(axis), output.get().dim(axis));
      if (scale.isEmpty()) {
        return;
      }
      scales[axis] = scale.get();
    }
    String name = draft.freshName(node.name() + ".scales");
    draft
        .put(name, Tensor.ofFloats(new long[] {scales.length}, scales))
        .replace(node, node.withInputs(List.of(node.inputs().get(0), node.inputs().get(1), name)))
        .note("Made the scales of the Resize (%s) constant.".formatted(node.name()));
  }

  /** The scale from one extent to another, or empty when it would not lead there. */
  private static Optional<Float> scale(Dim from, Dim to) {
    if (from.equals(to)) {
      return Optional.of(1f);
    }
    if (!from.isKnown() || !to.isKnown() || from.is(0)) {
      return Optional.empty();
    }
    float scale = (float) to.size() / from.size();
    return (long) (from.size() * scale) == to.size() ? Optional.of(scale) : Optional.empty();
  }
}
