package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 11 moved the odd pixel of automatic padding to the other end. */
final class ConvTransposePadding implements UpgradeRule {
  @Override
  public long since() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("ConvTranspose");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    String mode = node.stringAttribute("auto_pad", "NOTSET");
    boolean automatic = mode.startsWith("SAME") || node.attributes().containsKey("output_shape");
    String mirrored = mode.equals("SAME_UPPER") ? "SAME_LOWER" : "SAME_UPPER";
    return List.of(automatic ? node.withAttribute("auto_pad", Attribute.of(mirrored)) : node);
  }
}
