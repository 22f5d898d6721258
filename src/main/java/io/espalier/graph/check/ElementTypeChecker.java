package io.espalier.graph.check;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Inputs that an operator computes with together have one element type. */
final class ElementTypeChecker implements Checker {
  /** Leading inputs to skip, for the operators whose other inputs must agree. */
  private static final Map<String, Integer> FIRST_ALIKE =
      Map.ofEntries(
          Map.entry("Add", 0),
          Map.entry("Sub", 0),
          Map.entry("Mul", 0),
          Map.entry("Div", 0),
          Map.entry("Min", 0),
          Map.entry("Max", 0),
          Map.entry("Sum", 0),
          Map.entry("Mean", 0),
          Map.entry("PRelu", 0),
          Map.entry("Equal", 0),
          Map.entry("Less", 0),
          Map.entry("LessOrEqual", 0),
          Map.entry("Greater", 0),
          Map.entry("GreaterOrEqual", 0),
          Map.entry("Where", 1),
          Map.entry("Concat", 0),
          Map.entry("Conv", 0),
          Map.entry("ConvTranspose", 0),
          Map.entry("Gemm", 0),
          Map.entry("MatMul", 0),
          Map.entry("Einsum", 0),
          Map.entry("Clip", 0));

  @Override
  public List<Problem> check(Inference inference) {
    Problems problems = new Problems();
    List<Node> nodes = inference.typed().graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      check(inference.typed(), nodes.get(i), "model:graph.node[%d]".formatted(i), problems);
    }
    return problems.toList();
  }

  private static void check(TypedGraph typed, Node node, String place, Problems problems) {
    if (!node.domain().isEmpty() || !FIRST_ALIKE.containsKey(node.operator())) {
      return;
    }
    List<ElementType> types =
        IntStream.range(FIRST_ALIKE.get(node.operator()), node.inputs().size())
            .mapToObj(i -> node.input(i).flatMap(typed::type))
            .flatMap(Optional::stream)
            .map(TensorType::elementType)
            .distinct()
            .toList();
    if (types.size() > 1) {
      problems.add(
          place,
          "onnx-type-mismatch",
          "The inputs of node (%s, %s) must have one element type, not %s."
              .formatted(
                  node.name(),
                  node.operator(),
                  String.join(" and ", types.stream().map(ElementType::text).toList())));
    }
  }
}
