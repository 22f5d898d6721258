package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Opset 11 gave Resize a region of interest and named its coordinate rules.
 *
 * <p>Before, coordinates were asymmetric, and the nearest element was the one before when enlarging
 * and the one after when shrinking.
 */
final class ResizeCoordinates implements UpgradeRule {
  @Override
  public long since() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Resize");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (node.inputs().size() != 2) {
      return scope.refuse(node, "it must have two inputs");
    }
    Node resized =
        node.withInputs(List.of(node.inputs().getFirst(), "", node.inputs().getLast()))
            .withAttribute("coordinate_transformation_mode", Attribute.of("asymmetric"));
    boolean rounded = node.attributes().containsKey("nearest_mode");
    if (rounded || !node.stringAttribute("mode", "nearest").equals("nearest")) {
      return List.of(resized);
    }
    return scope
        .constant(node.inputs().getLast())
        .filter(scales -> scales.elementType() == ElementType.FLOAT)
        .flatMap(ResizeCoordinates::rounding)
        .map(mode -> List.of(resized.withAttribute("nearest_mode", Attribute.of(mode))))
        .orElseGet(() -> scope.refuse(node, "its scales are not all enlarging or all shrinking"));
  }

  private static Optional<String> rounding(Tensor scales) {
    if (LongStream.range(0, scales.elements()).allMatch(i -> scales.doubleAt(i) >= 1)) {
      return Optional.of("floor");
    }
    return LongStream.range(0, scales.elements()).allMatch(i -> scales.doubleAt(i) <= 1)
        ? Optional.of("ceil")
        : Optional.empty();
  }
}
