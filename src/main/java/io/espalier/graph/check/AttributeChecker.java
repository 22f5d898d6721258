package io.espalier.graph.check;

import io.espalier.graph.Node;
import io.espalier.graph.op.AttributeKind;
import io.espalier.graph.op.Operator;
import io.espalier.graph.op.Operators;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;

/** Attributes of known operators have the kind of their schema. */
final class AttributeChecker implements Checker {
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
    node.attributes()
        .forEach(
            (name, attribute) -> {
              AttributeKind given = AttributeKind.of(attribute);
              AttributeKind asked = operator.attributes().getOrDefault(name, given);
              if (asked != given) {
                problems.add(place, "onnx-attribute", message(node, name, asked, given));
              }
            });
  }

  private static String message(
      Node node, String attribute, AttributeKind asked, AttributeKind given) {
    return "The attribute (%s) of node (%s, %s) must be of kind %s, not %s."
        .formatted(attribute, node.name(), node.operator(), asked.text(), given.text());
  }
}
