package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 9 took the batch axis and the sequence lengths out of Scan. */
final class ScanBatch implements UpgradeRule {
  @Override
  public long since() {
    return 9;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Scan");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return scope.refuse(node, "opset 9 replaced the batched Scan");
  }
}
