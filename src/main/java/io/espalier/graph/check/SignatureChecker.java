package io.espalier.graph.check;

import io.espalier.graph.Node;
import io.espalier.graph.op.AttributeKind;
import io.espalier.graph.op.Operator;
import io.espalier.graph.op.Operators;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;

/** Known operators have the inputs, outputs and attributes of their schema. */
final class SignatureChecker implements Checker {
  @Override
  public List<Problem> check(Inference inference) {
    Problems problems = new Problems();
    List<Node> nodes = inference.typed().graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      String place = "model:graph.node[%d]".formatted(i);
      Operators.find(node).ifPresent(operator -> check(node, operator, place, problems));
    }
    return problems.toList();
  }

  private static void check(Node node, Operator operator, String place, Problems problems) {
    checkInputs(node, operator, place, problems);
    checkOutputs(node, operator, place, problems);
    node.attributes()
        .forEach(
            (name, attribute) -> {
              AttributeKind asked = operator.attributes().get(name);
              AttributeKind given = AttributeKind.of(attribute);
              if (asked != null && asked != given) {
                problems.add(
                    place,
                    "onnx-attribute",
                    "The attribute (%s) of node (%s, %s) must be of kind %s, not %s."
                        .formatted(
                            name, node.name(), node.operator(), asked.text(), given.text()));
              }
            });
  }

  private static void checkInputs(Node node, Operator operator, String place, Problems problems) {
    long missing = operator.minInputs() - leadingInputs(node, operator.minInputs());
    if (missing > 0 || node.inputs().size() > operator.maxInputs()) {
      problems.add(
          place,
          "onnx-arity",
          "Node (%s, %s) has %d inputs; it must have %s."
              .formatted(node.name(), node.operator(), node.inputs().size(), bounds(operator)));
    }
  }

  private static long leadingInputs(Node node, int count) {
    return node.inputs().stream().limit(count).filter(name -> !name.isEmpty()).count();
  }

  private static String bounds(Operator operator) {
    if (operator.maxInputs() == Operator.ANY) {
      return "at least %d".formatted(operator.minInputs());
    }
    return operator.minInputs() == operator.maxInputs()
        ? Integer.toString(operator.minInputs())
        : "%d to %d".formatted(operator.minInputs(), operator.maxInputs());
  }

  private static void checkOutputs(Node node, Operator operator, String place, Problems problems) {
    if (node.outputs().isEmpty() || node.outputs().size() > operator.maxOutputs()) {
      problems.add(
          place,
          "onnx-arity",
          "Node (%s, %s) has %d outputs; it must have 1 to %d."
              .formatted(
                  node.name(), node.operator(), node.outputs().size(), operator.maxOutputs()));
    }
  }
}
