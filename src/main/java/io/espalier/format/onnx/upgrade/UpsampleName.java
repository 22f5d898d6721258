package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/**
 * Opset 10 replaced Upsample by Resize, which takes the same inputs and modes.
 *
 * <p>Upsample only enlarged, so its nearest element is the one before, whatever the scales are.
 */
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
    Node resize = node.withOperator("Resize");
    return List.of(
        node.stringAttribute("mode", "nearest").equals("nearest")
            ? resize.withAttribute("nearest_mode", Attribute.of("floor"))
            : resize);
  }
}
