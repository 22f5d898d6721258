package io.espalier.method.prune.recovery;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.Optional;

/**
 * A layer that multiplies rows of its input with a constant matrix: a convolution, its rows being
 * windows, a Gemm, or a MatMul whose second operand is constant.
 *
 * @param weight name of the constant
 * @param shape of the weight
 * @param groups of a convolution; 1 for others
 * @param features columns of a row of one group
 * @param outputs channels that one group computes
 * @param outAxis axis of the weight that numbers the output channels
 */
record LinearLayer(
    Node node, String weight, long[] shape, int groups, int features, int outputs, int outAxis) {

  /** Empty for other nodes, and for weights that are computed or transposed in unusual ways. */
  static Optional<LinearLayer> of(Graph graph, Node node) {
    Optional<Tensor> weight =
        node.input(1)
            .map(graph.initializers()::get)
            .filter(tensor -> FloatingTensors.WRITABLE.contains(tensor.elementType()));
    boolean computed = !graph.isConstant(node.input(0).orElse(""));
    return weight.filter(_ -> computed).flatMap(tensor -> of(node, tensor));
  }

  private static Optional<LinearLayer> of(Node node, Tensor weight) {
    return switch (node.qualifiedOperator()) {
      case "Conv" -> Optional.of(convolution(node, weight));
      case "Gemm" -> plain(node).map(gemm -> product(gemm, weight, 1 - transposed(gemm)));
      case "MatMul" ->
          Optional.of(node).filter(_ -> weight.rank() == 2).map(m -> product(m, weight, 1));
      default -> Optional.empty();
    };
  }

  private static LinearLayer convolution(Node node, Tensor weight) {
    int groups = (int) node.intAttribute("group", 1);
    int channels = (int) weight.dim(0);
    int features = (int) (weight.elements() / channels);
    return new LinearLayer(
        node, node.inputs().get(1), weight.shape(), groups, features, channels / groups, 0);
  }

  private static Optional<Node> plain(Node gemm) {
    return Optional.of(gemm)
        .filter(
            node -> node.intAttribute("transA", 0) == 0 && node.floatAttribute("alpha", 1) == 1);
  }

  private static int transposed(Node gemm) {
    return gemm.intAttribute("transB", 0) == 0 ? 0 : 1;
  }

  private static LinearLayer product(Node node, Tensor weight, int outAxis) {
    int features = (int) weight.dim(1 - outAxis);
    int outputs = (int) weight.dim(outAxis);
    return new LinearLayer(
        node, node.inputs().get(1), weight.shape(), 1, features, outputs, outAxis);
  }

  String input() {
    return node.inputs().getFirst();
  }

  String output() {
    return node.outputs().getFirst();
  }

  boolean isConvolution() {
    return node.is("Conv");
  }

  /** All output channels. */
  int channels() {
    return groups * outputs;
  }

  /**
   * The weight plus a change.
   *
   * @param change by output channel and feature
   */
  Tensor changed(Tensor old, Change change) {
    return FloatingTensors.of(
        old.elementType(),
        old.shape(),
        i -> old.doubleAt(i) + change.of(channelOf(i), featureOf(i)));
  }

  private int channelOf(long index) {
    return (int) (outAxis == 0 ? index / features : index % outputs);
  }

  private int featureOf(long index) {
    return (int) (outAxis == 0 ? index % features : index / outputs);
  }

  /** A number for each output channel and feature. */
  @FunctionalInterface
  interface Change {
    double of(int channel, int feature);
  }
}
