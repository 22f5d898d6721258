package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 11 made {@code pads} and {@code value} inputs; zero, the usual value, needs none. */
final class PadValue implements UpgradeRule {
  private static final AttributesToInputs MOVE = AttributesToInputs.of(11, "Pad", "pads", "value");

  @Override
  public long since() {
    return MOVE.since();
  }

  @Override
  public Set<String> operators() {
    return MOVE.operators();
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (!(node.attributes().get("pads") instanceof Attribute.IntList)) {
      return scope.refuse(node, "it has no list of pads");
    }
    boolean isZero = node.floatAttribute("value", 0) == 0;
    return MOVE.upgrade(isZero ? node.withoutAttribute("value") : node, scope);
  }
}
