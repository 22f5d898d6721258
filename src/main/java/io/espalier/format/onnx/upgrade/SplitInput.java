package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Opset 1 let the sizes of a Split be computed, opsets 2 to 12 did not. */
final class SplitInput implements UpgradeRule {
  @Override
  public long since() {
    return 2;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Split");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return node.input(1).isPresent()
        ? scope.refuse(node, "its sizes are an input")
        : List.of(node.withInputs(node.inputs().stream().limit(1).toList()));
  }
}
