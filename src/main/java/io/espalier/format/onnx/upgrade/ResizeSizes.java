package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Since opset 13 scales are omitted where sizes are given, instead of being an empty tensor; the
 * half-pixel rule of one TensorFlow operator is gone; rounded down it is the rule of half pixels
 * with another rounding.
 */
final class ResizeSizes implements UpgradeRule {
  private static final String RULE = "coordinate_transformation_mode";
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
    Node sized = node.input(SIZES).isPresent() ? withoutScales(node) : node;
    if (!node.stringAttribute(RULE, "half_pixel").equals("tf_half_pixel_for_nn")) {
      return List.of(sized);
    }
    return switch (node.stringAttribute("nearest_mode", "round_prefer_floor")) {
      case "round_prefer_floor" -> List.of(centred(sized, "ceil"));
      case "floor" -> List.of(centred(sized, "round_prefer_ceil"));
      default -> scope.refuse(node, "its coordinate rule (tf_half_pixel_for_nn) was removed");
    };
  }

  /** What is half a pixel before a coordinate has the same element by another rounding. */
  private static Node centred(Node node, String rounding) {
    return node.withAttribute(RULE, Attribute.of("half_pixel"))
        .withAttribute("nearest_mode", Attribute.of(rounding));
  }

  private static Node withoutScales(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(SCALES, "");
    return node.withInputs(inputs);
  }
}
