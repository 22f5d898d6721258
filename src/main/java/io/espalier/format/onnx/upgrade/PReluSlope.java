package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Before opset 7 a vector of slopes had one for each channel, which are axis 1 of the input. */
final class PReluSlope implements UpgradeRule {
  @Override
  public long since() {
    return 7;
  }

  @Override
  public Set<String> operators() {
    return Set.of("PRelu");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (node.input(0).isEmpty() || node.input(1).isEmpty()) {
      return scope.refuse(node, "it must have two inputs");
    }
    String slope = node.inputs().get(1);
    if (scope.constant(slope).filter(tensor -> tensor.elements() == 1).isPresent()) {
      return List.of(node);
    }
    OptionalInt rank = scope.rank(node.inputs().get(0));
    OptionalInt slopeRank = scope.rank(slope);
    if (rank.isEmpty() || slopeRank.isEmpty()) {
      return scope.refuse(node, "the ranks of its inputs are not known");
    }
    boolean vector = slopeRank.getAsInt() == 1 && rank.getAsInt() > 2;
    return vector
        ? AlignedBroadcast.withAxes(node, 1, 1, rank.getAsInt() - 2, scope)
        : List.of(node);
  }
}
