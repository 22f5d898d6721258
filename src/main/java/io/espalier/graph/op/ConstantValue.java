package io.espalier.graph.op;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** What a Constant node holds, in whichever attribute it holds it. */
public final class ConstantValue {
  private ConstantValue() {}

  /** The tensor of a Constant node; empty for strings, sparse tensors and other operators. */
  public static Optional<Tensor> of(Node node) {
    return node.is("Constant")
        ? node.attributes().values().stream().flatMap(a -> tensor(a).stream()).findFirst()
        : Optional.empty();
  }

  private static Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute) {
      case Attribute.TensorValue(Tensor value) -> Optional.of(value);
      case Attribute.IntValue(long value) -> Optional.of(Tensor.ofLongs(new long[0], value));
      case Attribute.IntList(List<Long> values) ->
          Optional.of(Tensor.vector(values.stream().mapToLong(Long::longValue).toArray()));
      case Attribute.FloatValue(float value) -> Optional.of(Tensor.scalar(value));
      case Attribute.FloatList(List<Float> values) -> Optional.of(floats(values));
      case Attribute.StringValue _,
          Attribute.StringList _,
          Attribute.GraphValue _,
          Attribute.GraphList _ ->
          Optional.empty();
    };
  }

  private static Tensor floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return Tensor.ofFloats(new long[] {array.length}, array);
  }
}
