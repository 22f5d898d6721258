package io.espalier.web.graph;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An attribute as a value that JSON can hold; long contents are counted, not shown. */
final class AttributeJson {
  private static final int MOST_ELEMENTS = 256;
  private static final int MOST_CHARACTERS = 1024;

  private AttributeJson() {}

  static Object of(Attribute attribute) {
    return switch (attribute) {
      case Attribute.IntValue(long value) -> value;
      case Attribute.FloatValue(float value) -> number(value);
      case Attribute.StringValue(String value) -> text(value);
      case Attribute.TensorValue(Tensor value) ->
          Map.of("type", value.elementType().text(), "shape", shape(value));
      case Attribute.GraphValue(Graph value) -> graph(value);
      case Attribute.IntList(List<Long> values) -> list(values, value -> value);
      case Attribute.FloatList(List<Float> values) -> list(values, AttributeJson::number);
      case Attribute.StringList(List<String> values) -> list(values, AttributeJson::text);
      case Attribute.GraphList(List<Graph> values) -> list(values, AttributeJson::graph);
    };
  }

  static List<Long> shape(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** JSON has no infinities and no NaN. */
  private static Object number(float value) {
    return Float.isFinite(value) ? (Object) value : Float.toString(value);
  }

  private static Object text(String value) {
    return value.length() <= MOST_CHARACTERS ? value : Map.of("characters", value.length());
  }

  private static Object graph(Graph graph) {
    return Map.of("graph", graph.name(), "nodes", graph.nodes().size());
  }

  private static <T> Object list(List<T> values, Function<T, Object> json) {
    return values.size() <= MOST_ELEMENTS
        ? values.stream().map(json).toList()
        : Map.of("elements", values.size());
  }
}
