package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 12 defined the mask that inference returns; before, its type and content varied. */
final class DropoutMask implements UpgradeRule {
  @Override
  public long since() {
    return 12;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Dropout");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return node.outputs().stream().skip(1).anyMatch(scope::isRead)
        ? scope.refuse(node, "its mask is used")
        : List.of(node.withOutputs(node.outputs().stream().limit(1).toList()));
  }
}
