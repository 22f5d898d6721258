package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Before opset 7 the second input was laid over the first from {@code axis} on; since then both are
 * aligned at their last axes, so axes of extent 1 are put behind the second.
 */
final class AlignedBroadcast implements UpgradeRule {
  @Override
  public long since() {
    return 7;
  }

  @Override
  public Set<String> operators() {
    return Set.of(
        "Add", "And", "Div", "Equal", "Greater", "Less", "Mul", "Or", "Pow", "Sub", "Xor");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (node.input(0).isEmpty() || node.input(1).isEmpty()) {
      return scope.refuse(node, "it must have two inputs");
    }
    boolean shifted =
        node.intAttribute("broadcast", 0) != 0 && node.attributes().containsKey("axis");
    Node plain = node.withoutAttribute("broadcast").withoutAttribute("axis");
    return shifted ? shifted(node, plain, scope) : List.of(plain);
  }

  private static List<Node> shifted(Node node, Node plain, UpgradeScope scope) {
    OptionalInt first = scope.rank(node.inputs().get(0));
    OptionalInt second = scope.rank(node.inputs().get(1));
    if (first.isEmpty() || second.isEmpty()) {
      return scope.refuse(node, "the ranks of its inputs are not known");
    }
    long axis = node.intAttribute("axis", 0);
    long from = axis < 0 ? axis + first.getAsInt() : axis;
    long behind = first.getAsInt() - from - second.getAsInt();
    if (behind < 0) {
      return scope.refuse(node, "its second input does not fit behind axis %d".formatted(axis));
    }
    return behind == 0
        ? List.of(plain)
        : withAxes(plain, 1, second.getAsInt(), (int) behind, scope);
  }

  /** The node whose input has so many axes of extent 1 behind its own. */
  static List<Node> withAxes(Node node, int input, int rank, int behind, UpgradeScope scope) {
    String value = node.inputs().get(input);
    Optional<Tensor> constant = scope.constant(value);
    if (constant.isPresent()) {
      long[] shape = Arrays.copyOf(constant.get().shape(), rank + behind);
      Arrays.fill(shape, rank, shape.length, 1);
      Tensor reshaped = constant.get().withShape(shape);
      return List.of(withInput(node, input, scope.add(node, "aligned", reshaped)));
    }
    long[] axes = LongStream.range(rank, rank + behind).toArray();
    Node aligned = scope.helper(node, "Unsqueeze", Map.of("axes", Attribute.ofInts(axes)), value);
    return List.of(aligned, withInput(node, input, aligned.outputs().getFirst()));
  }

  private static Node withInput(Node node, int input, String value) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, value);
    return node.withInputs(inputs);
  }
}
