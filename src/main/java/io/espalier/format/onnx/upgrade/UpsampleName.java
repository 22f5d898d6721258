package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 10 replaced Upsample by Resize, which takes the same inputs and modes. */
final class UpsampleName implements UpgradeRule {
  @Override
  public long since() {
    return 10;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Upsample");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return List.of(node.withOperator("Resize"));
  }
}
