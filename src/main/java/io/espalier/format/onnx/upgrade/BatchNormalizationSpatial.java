package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 9 removed {@code spatial}; statistics per channel are the only kind since. */
final class BatchNormalizationSpatial implements UpgradeRule {
  @Override
  public long since() {
    return 9;
  }

  @Override
  public Set<String> operators() {
    return Set.of("BatchNormalization");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return node.intAttribute("spatial", 1) == 1
        ? List.of(node.withoutAttribute("spatial"))
        : scope.refuse(node, "it normalises each position by itself (spatial = 0)");
  }
}
