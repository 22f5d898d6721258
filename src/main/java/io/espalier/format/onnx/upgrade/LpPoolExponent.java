package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Before opset 2 the exponent {@code p} was a floating number; since then it is whole. */
final class LpPoolExponent implements UpgradeRule {
  @Override
  public long since() {
    return 2;
  }

  @Override
  public Set<String> operators() {
    return Set.of("LpPool", "GlobalLpPool");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    float exponent = node.floatAttribute("p", 2);
    return exponent == Math.rint(exponent)
        ? List.of(node.withAttribute("p", Attribute.of((long) exponent)))
        : scope.refuse(node, "its exponent (%s) is not a whole number".formatted(exponent));
  }
}
