package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Normalisations over trailing axes. */
final class NormalizationSpellings {
  private static final float EPSILON = 1e-5f;
  private static final Set<ElementType> OF_TWO_BYTES =
      Set.of(ElementType.FLOAT16, ElementType.BFLOAT16);

  private NormalizationSpellings() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put("BatchNormalization", ((LoweringRule) NormalizationSpellings::batch).before(15));
    table.put("LayerNormalization", ((LoweringRule) NormalizationSpellings::layer).before(17));
    table.put("RMSNormalization", NormalizationSpellings::rootMeanSquare);
  }

  private static List<Node> batch(Node node, LoweringScope scope) {
    if (!scope.elementType(node, 0).equals(scope.elementType(node, 3))) {
      return scope.refuse(node, 15, "its statistics have another type than its input");
    }
    if (scope.target() >= 14) {
      return List.of(node);
    }
    return node.intAttribute("training_mode", 0) == 0
        ? List.of(node.withoutAttribute("training_mode"))
        : scope.refuse(node, 14, "it normalises with the statistics of the batch");
  }

  private static List<Node> layer(Node node, LoweringScope scope) {
    return scope
        .type(node, 0)
        .map(type -> layer(node, scope, type))
        .orElseGet(() -> scope.refuse(node, 17, "the type of its input is not known"));
  }

  private static List<Node> layer(Node node, LoweringScope scope, TensorType type) {
    Spelling spelling = new Spelling(node, scope, computed(type));
    long axis = trailing(node, type);
    String x = widened(spelling, node, type);
    String mean = spelling.meanFrom(axis, x);
    String centred = spelling.call("Sub", x, mean);
    String variance = spelling.meanFrom(axis, spelling.call("Mul", centred, centred));
    String deviation = deviation(spelling, node, variance);
    if (node.outputs().size() > 1) {
      spelling.output(1, mean);
      spelling.output(2, spelling.call("Reciprocal", deviation));
    }
    String normed = narrowed(spelling, type, spelling.call("Div", centred, deviation));
    Optional<String> bias = node.input(2);
    if (bias.isEmpty()) {
      return spelling.finish("Mul", normed, node.inputs().get(1));
    }
    return spelling.finish("Add", spelling.call("Mul", normed, node.inputs().get(1)), bias.get());
  }

  private static List<Node> rootMeanSquare(Node node, LoweringScope scope) {
    Optional<TensorType> type = scope.type(node, 0);
    if (type.isEmpty()) {
      return scope.refuse(node, 23, "the type of its input is not known");
    }
    Spelling spelling = new Spelling(node, scope, computed(type.get()));
    String x = widened(spelling, node, type.get());
    String squared = spelling.call("Mul", x, x);
    String mean = spelling.meanFrom(trailing(node, type.get()), squared);
    String normed = spelling.call("Div", x, deviation(spelling, node, mean));
    return spelling.finish("Mul", narrowed(spelling, type.get(), normed), node.inputs().get(1));
  }

  private static String deviation(Spelling spelling, Node node, String variance) {
    String epsilon = spelling.number("epsilon", node.floatAttribute("epsilon", EPSILON));
    return spelling.call("Sqrt", spelling.call("Add", variance, epsilon));
  }

  /** The axis counted from the end, so that it names the same axes whatever the rank. */
  private static long trailing(Node node, TensorType type) {
    long axis = node.intAttribute("axis", -1);
    return axis < 0 ? axis : axis - type.rank();
  }

  /** Statistics of 16-bit numbers are computed in 32 bits. */
  static ElementType computed(TensorType type) {
    return OF_TWO_BYTES.contains(type.elementType()) ? ElementType.FLOAT : type.elementType();
  }

  static String widened(Spelling spelling, Node node, TensorType type) {
    String x = node.inputs().getFirst();
    return computed(type) == type.elementType() ? x : spelling.cast(x, computed(type));
  }

  static String narrowed(Spelling spelling, TensorType type, String value) {
    return computed(type) == type.elementType() ? value : spelling.cast(value, type.elementType());
  }

  static Map<String, Attribute> epsilon(Node node) {
    return Map.of("epsilon", Attribute.of(node.floatAttribute("epsilon", EPSILON)));
  }
}
