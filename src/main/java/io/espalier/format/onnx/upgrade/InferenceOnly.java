package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Before opset 7 these operators trained unless {@code is_test} said otherwise. */
final class InferenceOnly implements UpgradeRule {
  @Override
  public long since() {
    return 7;
  }

  @Override
  public Set<String> operators() {
    return Set.of("BatchNormalization", "Dropout");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return node.intAttribute("is_test", 0) != 0
        ? List.of(node.withoutAttribute("is_test"))
        : scope.refuse(node, "it trains (is_test = 0); export the model for inference");
  }
}
