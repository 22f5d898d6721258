package io.espalier.format.onnx.upgrade;

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
    boolean automatic =
        node.stringAttribute("auto_pad", "NOTSET").startsWith("SAME")
            || node.attributes().containsKey("output_shape");
    return automatic
        ? scope.refuse(node, "opset 11 changed where automatic padding goes")
        : List.of(node);
  }
}
