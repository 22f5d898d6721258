package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** Experimental operators that opset 10 no longer knows. */
final class RemovedOperators implements UpgradeRule {
  @Override
  public long since() {
    return 10;
  }

  @Override
  public Set<String> operators() {
    return Set.of(
        "ATen",
        "Affine",
        "ConstantFill",
        "Crop",
        "DynamicSlice",
        "GRUUnit",
        "GivenTensorFill",
        "ImageScaler",
        "ParametricSoftplus",
        "Scale",
        "ScaledTanh");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return scope.refuse(node, "the operator was experimental and is no longer part of ONNX");
  }
}
