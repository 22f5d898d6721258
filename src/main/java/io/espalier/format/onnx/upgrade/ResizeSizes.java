package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Since opset 13 scales are omitted where sizes are given, instead of being an empty tensor; the
 * half-pixel rule of one TensorFlow operator is gone.
 */
final class ResizeSizes implements UpgradeRule {
  private static final int SCALES = 2;
  private static final int SIZES = 3;

  @Override
  public long since() {
    return 13;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Resize");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    String rule = node.stringAttribute("coordinate_transformation_mode", "half_pixel");
    if (rule.equals("tf_half_pixel_for_nn")) {
      return scope.refuse(node, "its coordinate rule (tf_half_pixel_for_nn) was removed");
    }
    return List.of(node.input(SIZES).isPresent() ? withoutScales(node) : node);
  }

  private static Node withoutScales(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(SCALES, "");
    return node.withInputs(inputs);
  }
}
