package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 2 renamed {@code paddings} to {@code pads}. */
final class PadName implements UpgradeRule {
  @Override
  public long since() {
    return 2;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Pad");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    Attribute pads = node.attributes().get("paddings");
    return pads == null
        ? scope.refuse(node, "it has no paddings")
        : List.of(node.withoutAttribute("paddings").withAttribute("pads", pads));
  }
}
