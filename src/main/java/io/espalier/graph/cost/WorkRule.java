package io.espalier.graph.cost;

import io.espalier.graph.Dim;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.Equation;
import io.espalier.graph.op.RuleFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the arithmetic of an operator follows from the types of its inputs and output. */
@FunctionalInterface
interface WorkRule {
  /** The operators that do multiply-accumulates; all others cost nothing. */
  Map<String, WorkRule> TABLE =
      Map.ofEntries(
          Map.entry("Conv", WorkRule::conv),
          Map.entry("ConvTranspose", WorkRule::convTranspose),
          Map.entry("Gemm", WorkRule::gemm),
          Map.entry("MatMul", WorkRule::matMul),
          Map.entry("Einsum", WorkRule::einsum),
          Map.entry("RNN", WorkRule::recurrent),
          Map.entry("GRU", WorkRule::recurrent),
          Map.entry("LSTM", WorkRule::recurrent),
          Map.entry("ConvInteger", WorkRule::convInteger),
          Map.entry("MatMulInteger", WorkRule::matMul),
          Map.entry("QLinearConv", WorkRule::quantizedConv),
          Map.entry("QLinearMatMul", WorkRule::matMul));

  /**
   * @param inputs types of all inputs in order, a missing bias left out
   */
  Work work(Node node, List<TensorType> inputs, TensorType output);

  /** {@code H·W·Cout·Cin/g·k²} of the output; the weight holds Cin/g and the kernel. */
  private static Work conv(Node node, List<TensorType> inputs, TensorType output) {
    return withBias(node, convolution(inputs.get(1), output), output);
  }

  private static Work convInteger(Node node, List<TensorType> inputs, TensorType output) {
    return new Work(convolution(inputs.get(1), output), Dim.of(0));
  }

  private static Work quantizedConv(Node node, List<TensorType> inputs, TensorType output) {
    Dim biases = node.input(8).isPresent() ? output.elements() : Dim.of(0);
    return new Work(convolution(inputs.get(3), output), biases);
  }

  private static Dim convolution(TensorType weight, TensorType output) {
    return output.elements().times(product(weight.shape().stream().skip(1)));
  }

  /** {@code H·W·Cin·Cout/g·k²} of the input; the weight holds Cout/g and the kernel. */
  private static Work convTranspose(Node node, List<TensorType> inputs, TensorType output) {
    Dim window = product(inputs.get(1).shape().stream().skip(1));
    return withBias(node, inputs.get(0).elements().times(window), output);
  }

  private static Work gemm(Node node, List<TensorType> inputs, TensorType output) {
    Dim inner = inputs.get(0).dim(node.intAttribute("transA", 0) == 0 ? 1 : 0);
    return withBias(node, output.elements().times(inner), output);
  }

  private static Work matMul(Node node, List<TensorType> inputs, TensorType output) {
    return new Work(output.elements().times(inputs.get(0).dim(-1)), Dim.of(0));
  }

  /** The product of all label extents, when there are two operands to multiply. */
  private static Work einsum(Node node, List<TensorType> inputs, TensorType output) {
    if (inputs.size() != 2) {
      return Work.NONE;
    }
    Equation equation = Equation.of(node.stringAttribute("equation", ""), inputs);
    return new Work(product(equation.extents().values().stream()), Dim.of(0));
  }

  /** Both weights meet every element of every sequence; each has a bias of its own. */
  private static Work recurrent(Node node, List<TensorType> inputs, TensorType output) {
    TensorType x = inputs.get(0);
    Dim elements = x.dim(0).times(x.dim(1));
    Dim weights = inputs.get(1).elements();
    Dim recurrences = inputs.get(2).elements();
    Dim biases = node.input(3).isPresent() ? inputs.get(3).elements() : Dim.of(0);
    return new Work(
        sum(elements.times(weights), elements.times(recurrences)), elements.times(biases));
  }

  private static Dim sum(Dim a, Dim b) {
    if (!a.factors().equals(b.factors())) {
      throw RuleFailure.unresolved("Its work is a sum of different symbolic extents.");
    }
    long total = Math.addExact(a.coefficient(), b.coefficient());
    return Dim.of(total).times(a.dividedBy(Dim.of(a.coefficient())).orElseThrow());
  }

  private static Work withBias(Node node, Dim macs, TensorType output) {
    return new Work(macs, node.input(2).isPresent() ? output.elements() : Dim.of(0));
  }

  private static Dim product(Stream<Dim> dims) {
    return dims.reduce(Dim.of(1), Dim::times);
  }
}
