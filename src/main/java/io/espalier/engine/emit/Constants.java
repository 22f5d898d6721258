package io.espalier.engine.emit;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Constant tensors of a graph: its initializers and what its Constant nodes hold. */
final class Constants {
  private Constants() {}

  static Map<String, Tensor> of(Graph graph) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    for (Node node : graph.nodes()) {
      if (node.is("Constant")) {
        value(node).ifPresent(tensor -> constants.put(node.outputs().getFirst(), tensor));
      }
    }
    return constants;
  }

  /** What a Constant node holds, or empty for strings and sparse tensors. */
  static Optional<Tensor> value(Node constant) {
    return constant.attributes().values().stream().findFirst().flatMap(Constants::tensor);
  }

  private static Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute) {
      case Attribute.TensorValue(Tensor value) -> Optional.of(value);
      case Attribute.IntValue(long value) -> Optional.of(Tensor.ofLongs(new long[0], value));
      case Attribute.FloatValue(float value) -> Optional.of(Tensor.scalar(value));
      case Attribute.IntList(var values) ->
          Optional.of(Tensor.vector(values.stream().mapToLong(Long::longValue).toArray()));
      case Attribute.FloatList(var values) -> Optional.of(floats(values));
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
