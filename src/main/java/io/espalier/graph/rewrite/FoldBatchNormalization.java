package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts a BatchNormalization into the weights of the convolution, transposed convolution or Gemm
 * before it.
 *
 * <p>For export only: pruning and fine-tuning need to see the layer. A layer is left alone when
 * somebody else reads what it computes or shares its weight, and in training mode.
 */
public final class FoldBatchNormalization implements Pass {
  private static final float EPSILON = 1e-5f;
  private static final int PARAMETERS = 4;

  @Override
  public String name() {
    return "fold-batch-normalization";
  }

  @Override
  public Rewrite apply(Graph graph) {
    GraphIndex index = GraphIndex.of(graph);
    Set<String> outputs = ValueUses.outputs(graph);
    Draft draft = new Draft(graph);
    graph.nodes().stream()
        .filter(FoldBatchNormalization::isInference)
        .forEach(
            norm ->
                index
                    .producer(norm.inputs().getFirst())
                    .filter(layer -> isOwn(index, outputs, layer))
                    .ifPresent(layer -> fold(graph, layer, norm, draft)));
    return draft.finish();
  }

  private static boolean isInference(Node node) {
    return node.is("BatchNormalization")
        && node.intAttribute("training_mode", 0) == 0
        && node.presentOutputs().count() == 1;
  }

  /** True when nobody else reads the layer's output or its weight. */
  private static boolean isOwn(GraphIndex index, Set<String> outputs, Node layer) {
    return layer.inputs().size() > 1
        && Stream.of(layer.outputs().getFirst(), layer.inputs().get(1))
            .allMatch(value -> index.consumers(value).size() == 1 && !outputs.contains(value));
  }

  private static void fold(Graph graph, Node layer, Node norm, Draft draft) {
    List<Tensor> parameters = new ArrayList<>();
    for (int i = 1; i <= PARAMETERS; i++) {
      LayerWeights.constant(graph, norm, i).ifPresent(parameters::add);
    }
    if (parameters.size() < PARAMETERS) {
      return;
    }
    int channels = (int) parameters.getFirst().elements();
    Optional<LayerWeights> weights = LayerWeights.of(graph, layer, channels);
    double[] scale = scale(parameters, norm.floatAttribute("epsilon", EPSILON));
    double[] shift = shift(parameters, scale);
    weights.ifPresent(
        found ->
            draft
                .remove(norm)
                .replace(layer, found.scaled(scale, shift, draft).withOutputs(norm.outputs()))
                .note(
                    "Folded the BatchNormalization (%s) into the %s (%s)."
                        .formatted(norm.name(), layer.operator(), layer.name())));
  }

  private static double[] scale(List<Tensor> parameters, double epsilon) {
    double[] scale = new double[(int) parameters.getFirst().elements()];
    Tensor variance = parameters.get(3);
    Arrays.setAll(
        scale, i -> parameters.getFirst().doubleAt(i) / Math.sqrt(variance.doubleAt(i) + epsilon));
    return scale;
  }

  private static double[] shift(List<Tensor> parameters, double[] scale) {
    double[] shift = new double[scale.length];
    Arrays.setAll(
        shift, i -> parameters.get(1).doubleAt(i) - parameters.get(2).doubleAt(i) * scale[i]);
    return shift;
  }
}
