package io.espalier.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The exact text form of a graph, made for comparing before and after in tests and for reading.
 *
 * <p>A line per initializer, then one per node: {@code outputs = Operator(inputs) {attributes}}.
 * Integer constants of at most eight elements show their values.
 */
public final class GraphText {
  private static final int SHOWN_ELEMENTS = 8;

  private GraphText() {}

  public static String of(Graph graph) {
    StringBuilder text = new StringBuilder();
    text.append(
        "graph %s(%s) -> (%s)%n"
            .formatted(graph.name(), list(graph.inputs()), list(graph.outputs())));
    graph.initializers().forEach((name, tensor) -> text.append(constant(name, tensor)));
    graph.nodes().forEach(node -> text.append("  ").append(of(node)).append('\n'));
    return text.toString().replace("\r\n", "\n");
  }

  public static String of(Node node) {
    String call =
        "%s = %s(%s)"
            .formatted(
                String.join(", ", node.outputs()),
                node.qualifiedOperator(),
                String.join(", ", node.inputs()));
    return node.attributes().isEmpty() ? call : call + " " + attributes(node.attributes());
  }

  private static String list(List<ValueInfo> values) {
    return values.stream().map(ValueInfo::toString).collect(Collectors.joining(", "));
  }

  private static String constant(String name, Tensor tensor) {
    return "  %s: %s%s\n".formatted(name, tensor.type(), values(tensor));
  }

  private static String values(Tensor tensor) {
    boolean shown =
        tensor.elementType() == ElementType.INT64 && tensor.elements() <= SHOWN_ELEMENTS;
    return shown ? " = " + java.util.Arrays.toString(tensor.toLongs()) : "";
  }

  private static String attributes(Map<String, Attribute> attributes) {
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String text(Attribute attribute) {
    return switch (attribute) {
      case Attribute.IntValue(long value) -> Long.toString(value);
      case Attribute.FloatValue(float value) -> Float.toString(value);
      case Attribute.StringValue(String value) -> "\"" + value + "\"";
      case Attribute.TensorValue(Tensor value) -> value.type() + values(value);
      case Attribute.GraphValue(Graph value) -> "graph " + value.name();
      case Attribute.IntList(List<Long> values) -> values.toString();
      case Attribute.FloatList(List<Float> values) -> values.toString();
      case Attribute.StringList(List<String> values) -> values.toString();
      case Attribute.GraphList(List<Graph> values) ->
          values.stream().map(Graph::name).toList().toString();
    };
  }
}
