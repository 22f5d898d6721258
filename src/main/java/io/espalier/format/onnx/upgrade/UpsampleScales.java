package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Before opset 7 Upsample had two scales, for the height and width of an image. */
final class UpsampleScales implements UpgradeRule {
  @Override
  public long since() {
    return 7;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Upsample");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    float height = node.floatAttribute("height_scale", 0);
    float width = node.floatAttribute("width_scale", 0);
    return height > 0 && width > 0
        ? List.of(
            node.withoutAttribute("height_scale")
                .withoutAttribute("width_scale")
                .withAttribute("scales", new Attribute.FloatList(List.of(1f, 1f, height, width))))
        : scope.refuse(node, "it has no positive height_scale and width_scale");
  }
}
