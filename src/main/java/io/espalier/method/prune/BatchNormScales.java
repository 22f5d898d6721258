package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What BatchNormalization multiplies the rows of a convolution with: {@code γ / √(σ² + ε)}.
 *
 * <p>A convolution followed by BatchNormalization may have weights of any scale, because the
 * normalisation undoes it. Weighing its rows with this factor gives the norms of the folded
 * weights.
 */
final class BatchNormScales {
  private static final float DEFAULT_EPSILON = 1e-5f;
  private static final int WEIGHT = 1;
  private static final int GAMMA = 1;
  private static final int VARIANCE = 4;

  private final Map<String, double[]> byWeight = new HashMap<>();

  private BatchNormScales() {}

  /** The factors of every convolution whose only reader is a BatchNormalization. */
  static BatchNormScales of(Graph graph) {
    GraphIndex index = GraphIndex.of(graph);
    BatchNormScales scales = new BatchNormScales();
    graph.nodes().stream()
        .filter(node -> node.is("Conv"))
        .forEach(conv -> scales.add(conv, graph, index));
    return scales;
  }

  /** One factor for each row of a weight; ones where nothing scales it. */
  double[] of(String weight, int rows) {
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return byWeight.getOrDefault(weight, ones);
  }

  private void add(Node conv, Graph graph, GraphIndex index) {
    Optional<String> weight = conv.input(WEIGHT).filter(graph::isConstant);
    if (weight.isPresent() && index.consumers(weight.get()).size() == 1) {
      batchNormAfter(conv, graph, index)
          .flatMap(batchNorm -> factors(batchNorm, graph))
          .ifPresent(factors -> byWeight.put(weight.get(), factors));
    }
  }

  private static Optional<Node> batchNormAfter(Node conv, Graph graph, GraphIndex index) {
    String output = conv.outputs().getFirst();
    List<Node> readers = index.consumers(output);
    boolean isRead = graph.outputs().stream().anyMatch(value -> value.name().equals(output));
    return readers.size() == 1 && !isRead && readers.getFirst().is("BatchNormalization")
        ? Optional.of(readers.getFirst())
        : Optional.empty();
  }

  /** Empty when the parameters are no constants or do not give finite factors. */
  private static Optional<double[]> factors(Node batchNorm, Graph graph) {
    Tensor gamma = graph.initializers().get(batchNorm.inputs().get(GAMMA));
    Tensor variance = graph.initializers().get(batchNorm.inputs().get(VARIANCE));
    if (gamma == null || variance == null) {
      return Optional.empty();
    }
    double epsilon = batchNorm.floatAttribute("epsilon", DEFAULT_EPSILON);
    double[] factors = new double[Math.toIntExact(gamma.elements())];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = gamma.doubleAt(i) / Math.sqrt(variance.doubleAt(i) + epsilon);
      if (!Double.isFinite(factors[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(factors);
  }
}
