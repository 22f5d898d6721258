package io.espalier.graph.rewrite;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Computes single floating-point numbers, such as the scale of attention that exporters derive from
 * the head size; in 32 bits, as the network would.
 */
public final class FoldScalars implements Pass {
  private static final Map<String, ToDoubleFunction<float[]>> OPERATORS =
      Map.of(
          "Cast", x -> x[0],
          "Neg", x -> -x[0],
          "Sqrt", x -> Math.sqrt(x[0]),
          "Reciprocal", x -> 1 / x[0],
          "Add", x -> x[0] + x[1],
          "Sub", x -> x[0] - x[1],
          "Mul", x -> x[0] * x[1],
          "Div", x -> x[0] / x[1],
          "Pow", x -> Math.pow(x[0], x[1]));
  private static final Set<ElementType> READABLE =
      Set.of(ElementType.FLOAT, ElementType.INT64, ElementType.INT32);

  @Override
  public String name() {
    return "fold-scalars";
  }

  @Override
  public Rewrite apply(Graph graph) {
    TypedGraph typed = Inference.of(graph).typed();
    Draft draft = new Draft(graph);
    Set<String> outputs = ValueUses.outputs(graph);
    graph.nodes().stream()
        .filter(node -> node.domain().isEmpty() && OPERATORS.containsKey(node.operator()))
        .filter(node -> !outputs.contains(node.outputs().getFirst()))
        .forEach(node -> fold(draft, typed, node));
    return draft.finish();
  }

  private static void fold(Draft draft, TypedGraph typed, Node node) {
    Optional<TensorType> type =
        typed
            .type(node.outputs().getFirst())
            .filter(output -> output.elementType() == ElementType.FLOAT);
    List<Tensor> inputs =
        node.inputs().stream()
            .filter(typed.graph()::isConstant)
            .map(typed.graph().initializers()::get)
            .filter(FoldScalars::isNumber)
            .toList();
    if (type.isEmpty() || inputs.size() < node.inputs().size()) {
      return;
    }
    float[] numbers = new float[inputs.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) inputs.get(i).doubleAt(0);
    }
    float result = (float) OPERATORS.get(node.operator()).applyAsDouble(numbers);
    draft
        .remove(node)
        .put(node.outputs().getFirst(), Tensor.ofFloats(IntegerTensors.shape(type.get()), result))
        .note("Folded the %s (%s) into a number.".formatted(node.operator(), node.name()));
  }

  private static boolean isNumber(Tensor tensor) {
    return tensor.elements() == 1 && READABLE.contains(tensor.elementType());
  }
}
