package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 11 renamed Scatter to ScatterElements. */
final class ScatterName implements UpgradeRule {
  @Override
  public long since() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Scatter");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return List.of(node.withOperator("ScatterElements"));
  }
}
