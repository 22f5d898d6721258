package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Before opset 13 these operators worked on the input flattened to a matrix at {@code axis}; since
 * then they work along one axis.
 *
 * <p>Both mean the same when every later axis has the extent 1. Else the flattening is written out.
 */
final class FlattenedSoftmax implements UpgradeRule {
  private static final long OLD_DEFAULT_AXIS = 1;
  private static final Set<String> GLOBAL_POOLS =
      Set.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool");

  @Override
  public long since() {
    return 13;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Softmax", "LogSoftmax", "Hardmax");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    long axis = node.intAttribute("axis", OLD_DEFAULT_AXIS);
    Optional<String> input = node.input(0);
    if (input.isEmpty() || node.output(0).isEmpty()) {
      return scope.refuse(node, "it must have one input and one output");
    }
    if (isLast(axis, scope.rank(input.get())) || isFollowedByOnes(axis, input.get(), scope)) {
      return List.of(node.withAttribute("axis", Attribute.of(axis)));
    }
    return flattened(node, axis, input.get(), scope);
  }

  private static boolean isLast(long axis, OptionalInt rank) {
    return axis == -1 || (rank.isPresent() && axis == rank.getAsInt() - 1);
  }

  private static boolean isFollowedByOnes(long axis, String input, UpgradeScope scope) {
    return axis == 1
        && scope
            .producer(input)
            .filter(producer -> producer.domain().isEmpty())
            .map(Node::operator)
            .filter(GLOBAL_POOLS::contains)
            .isPresent();
  }

  private static List<Node> flattened(Node node, long axis, String input, UpgradeScope scope) {
    Node shape = scope.helper(node, "Shape", Map.of(), input);
    Node flat = scope.helper(node, "Flatten", Map.of("axis", Attribute.of(axis)), input);
    Node along =
        node.withInputs(flat.outputs())
            .withOutputs(List.of(scope.freshName(node, "flat_out")))
            .withAttribute("axis", Attribute.of(-1L));
    Node back =
        scope
            .helper(
                node,
                "Reshape",
                Map.of("allowzero", Attribute.of(1L)),
                along.outputs().getFirst(),
                shape.outputs().getFirst())
            .withOutputs(node.outputs());
    return List.of(shape, flat, along, back);
  }
}
