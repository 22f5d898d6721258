package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Attributes that became inputs behind the first one, in this order; an absent attribute becomes an
 * omitted input.
 *
 * <p>Numbers become constants: integers int64 vectors, a list of floats a float vector. A single
 * float becomes a scalar of the first input's type.
 */
final class AttributesToInputs implements UpgradeRule {
  private final long since;
  private final String operator;
  private final List<String> attributes;

  private AttributesToInputs(long since, String operator, List<String> attributes) {
    this.since = since;
    this.operator = operator;
    this.attributes = attributes;
  }

  static AttributesToInputs of(long since, String operator, String... attributes) {
    return new AttributesToInputs(since, operator, List.of(attributes));
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public Set<String> operators() {
    return Set.of(operator);
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    if (node.inputs().size() != 1) {
      return scope.refuse(node, "it must have one input");
    }
    List<Node> made = new ArrayList<>();
    List<String> inputs = new ArrayList<>(node.inputs());
    Node upgraded = node;
    for (String attribute : attributes) {
      inputs.add(value(node, attribute, scope, made));
      upgraded = upgraded.withoutAttribute(attribute);
    }
    while (inputs.size() > 1 && inputs.getLast().isEmpty()) {
      inputs.removeLast();
    }
    made.add(upgraded.withInputs(inputs));
    return made;
  }

  private static String value(Node node, String attribute, UpgradeScope scope, List<Node> made) {
    return Optional.ofNullable(node.attributes().get(attribute))
        .flatMap(AttributesToInputs::tensor)
        .map(tensor -> typed(scope.add(node, attribute, tensor), tensor, node, scope, made))
        .orElse("");
  }

  private static String typed(
      String constant, Tensor tensor, Node node, UpgradeScope scope, List<Node> made) {
    if (tensor.rank() > 0 || scope.onlySingleFloats()) {
      return constant;
    }
    Node cast = scope.helper(node, "CastLike", Map.of(), constant, node.inputs().getFirst());
    made.add(cast);
    return cast.outputs().getFirst();
  }

  private static Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute) {
      case Attribute.IntValue(long value) -> Optional.of(Tensor.vector(value));
      case Attribute.IntList(List<Long> values) -> vector(values);
      case Attribute.FloatValue(float value) -> Optional.of(Tensor.scalar(value));
      case Attribute.FloatList(List<Float> values) -> Optional.of(floats(values));
      case Attribute.StringValue _,
          Attribute.StringList _,
          Attribute.TensorValue _,
          Attribute.GraphValue _,
          Attribute.GraphList _ ->
          Optional.empty();
    };
  }

  /** An empty list says nothing, as an absent attribute does. */
  private static Optional<Tensor> vector(List<Long> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Tensor.vector(values.stream().mapToLong(Long::longValue).toArray()));
  }

  private static Tensor floats(List<Float> values) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    return Tensor.ofFloats(new long[] {numbers.length}, numbers);
  }
}
