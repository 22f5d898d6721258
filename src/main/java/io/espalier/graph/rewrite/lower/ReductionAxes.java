package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reductions, whose axes are an attribute before opset 18 and an input since. */
final class ReductionAxes {
  private static final String OPERATORS =
      "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd"
          + " ReduceSumSquare";
  private static final Set<String> SAME_WITHOUT_AXES =
      Set.of("ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd");
  private static final String NOTHING = "noop_with_empty_axes";

  private ReductionAxes() {}

  static void addTo(Map<String, LoweringRule> table) {
    for (String operator : OPERATORS.split(" ")) {
      table.put(operator, ReductionAxes::lower);
    }
  }

  private static List<Node> lower(Node node, LoweringScope scope) {
    return scope.target() < Spelling.REDUCTION_AXES_INPUT
        ? asAttribute(node, scope)
        : asInput(node, scope);
  }

  private static List<Node> asInput(Node node, LoweringScope scope) {
    Optional<List<Long>> axes = node.intsAttribute("axes");
    if (axes.isEmpty()) {
      return List.of(node);
    }
    long[] numbers = axes.get().stream().mapToLong(Long::longValue).toArray();
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.add(scope.add(node, "axes", Tensor.vector(numbers)));
    return List.of(node.withInputs(inputs).withoutAttribute("axes"));
  }

  private static List<Node> asAttribute(Node node, LoweringScope scope) {
    Node old = node.withInputs(node.inputs().subList(0, 1)).withoutAttribute(NOTHING);
    if (node.input(1).isEmpty()) {
      return node.intAttribute(NOTHING, 0) == 0 ? List.of(old) : nothing(node, scope);
    }
    Optional<long[]> axes = scope.numbers(node, 1);
    if (axes.isEmpty()) {
      return scope.refuse(node, Spelling.REDUCTION_AXES_INPUT, "its axes are computed");
    }
    if (axes.get().length == 0) {
      return node.intAttribute(NOTHING, 0) == 0 ? List.of(old) : nothing(node, scope);
    }
    return List.of(
        old.withAttribute("axes", Attribute.ofInts(Arrays.copyOf(axes.get(), axes.get().length))));
  }

  private static List<Node> nothing(Node node, LoweringScope scope) {
    return SAME_WITHOUT_AXES.contains(node.operator())
        ? List.of(Node.of(node.name(), "Identity", node.inputs().subList(0, 1), node.outputs()))
        : scope.refuse(node, Spelling.REDUCTION_AXES_INPUT, "it reduces no axis");
  }
}
