package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 16 named the coordinate rule of RoiAlign and chose another default. */
final class RoiAlignCoordinates implements UpgradeRule {
  private static final String RULE = "coordinate_transformation_mode";

  @Override
  public long since() {
    return 16;
  }

  @Override
  public Set<String> operators() {
    return Set.of("RoiAlign");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return List.of(node.withAttribute(RULE, Attribute.of("output_half_pixel")));
  }
}
