package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Before opset 14 a second output meant training; since then {@code training_mode} says it. */
final class BatchNormalizationOutputs implements UpgradeRule {
  @Override
  public long since() {
    return 14;
  }

  @Override
  public Set<String> operators() {
    return Set.of("BatchNormalization");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
      return scope.refuse(node, "it returns training statistics; export the model for inference");
    }
    return List.of(node.withOutputs(node.outputs().stream().limit(1).toList()));
  }
}
