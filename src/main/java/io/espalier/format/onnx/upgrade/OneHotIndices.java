package io.espalier.format.onnx.upgrade;

import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Since opset 11 a negative index counts from the end; before, it selected nothing. */
final class OneHotIndices implements UpgradeRule {
  private static final Set<ElementType> INDEX_TYPES = Set.of(ElementType.INT32, ElementType.INT64);

  @Override
  public long since() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("OneHot");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    boolean safe =
        node.input(0).flatMap(scope::constant).filter(OneHotIndices::isNonNegative).isPresent();
    return safe
        ? List.of(node)
        : scope.refuse(node, "opset 11 changed what a negative index means");
  }

  private static boolean isNonNegative(Tensor indices) {
    return INDEX_TYPES.contains(indices.elementType())
        && LongStream.range(0, indices.elements()).allMatch(i -> indices.longAt(i) >= 0);
  }
}
