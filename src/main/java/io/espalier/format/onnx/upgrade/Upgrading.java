package io.espalier.format.onnx.upgrade;

import io.espalier.format.UniqueNames;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.Set;

/** What the scopes of one upgrade share: names, problems, and which floats the model knows. */
final class Upgrading {
  private static final int REPORTED_PROBLEMS = 100;
  private static final Set<ElementType> OTHER_FLOATS =
      Set.of(ElementType.FLOAT16, ElementType.DOUBLE, ElementType.BFLOAT16);
  private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype");

  private final UniqueNames names = new UniqueNames();
  private final Problems problems = new Problems();
  private boolean onlySingleFloats = true;

  Upgrading(Graph graph) {
    visit(graph);
  }

  UniqueNames names() {
    return names;
  }

  void report(Node node, String why) {
    if (problems.size() < REPORTED_PROBLEMS) {
      problems.add(
          "model:graph.node[" + node.name() + "]",
          "onnx-upgrade",
          "Node (%s, %s) cannot be brought to opset %d: %s. Export the model with a newer opset."
              .formatted(node.name(), node.operator(), OpsetUpgrade.TARGET, why));
    }
  }

  void throwIfProblems() {
    problems.throwIfPresent(ErrorCode.MODEL_INVALID);
  }

  /** True when no value of the model can have a floating type other than {@code float}. */
  boolean onlySingleFloats() {
    return onlySingleFloats;
  }

  private void visit(Graph graph) {
    graph.inputs().forEach(this::visit);
    graph.outputs().forEach(this::visit);
    names.takeAll(graph.initializers().keySet());
    graph.initializers().values().forEach(this::visit);
    graph.nodes().forEach(this::visit);
  }

  private void visit(ValueInfo value) {
    names.take(value.name());
    visit(value.type().elementType());
  }

  private void visit(Tensor tensor) {
    visit(tensor.elementType());
  }

  private void visit(Node node) {
    names.take(node.name());
    names.takeAll(node.outputs());
    onlySingleFloats &= node.domain().isEmpty();
    node.attributes().forEach(this::visit);
    node.subgraphs().forEach(this::visit);
  }

  private void visit(String name, Attribute attribute) {
    if (attribute instanceof Attribute.TensorValue(Tensor value)) {
      visit(value);
    }
    if (TYPE_ATTRIBUTES.contains(name) && attribute instanceof Attribute.IntValue(long code)) {
      ElementType.ofOnnxCode(code).ifPresent(this::visit);
    }
  }

  private void visit(ElementType type) {
    onlySingleFloats &= !OTHER_FLOATS.contains(type);
  }
}
