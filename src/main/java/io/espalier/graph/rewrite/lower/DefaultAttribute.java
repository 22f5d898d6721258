package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Map;

/**
 * An attribute that came with an opset: older ones behave as its default, and it is left out there.
 */
final class DefaultAttribute {
  private static final Map<String, Attribute> NO_BLOCKS =
      Map.of("block_size", Attribute.of(0L), "output_dtype", Attribute.of(0L));

  private static final String COORDINATES = "coordinate_transformation_mode";

  private DefaultAttribute() {}

  static void addTo(Map<String, LoweringRule> table) {
    LoweringRule saturation = of(19, "saturate", Attribute.of(1L));
    LoweringRule blocks =
        NO_BLOCKS.entrySet().stream()
            .map(entry -> of(21, entry.getKey(), entry.getValue()))
            .reduce(LoweringRule::then)
            .orElseThrow();
    table.put("AveragePool", ones(19, "dilations"));
    table.put("LpPool", ones(18, "dilations").then(of(18, "ceil_mode", Attribute.of(0L))));
    table.put("Cast", saturation);
    table.put("QuantizeLinear", saturation.then(blocks));
    table.put("DequantizeLinear", blocks);
    table.put("RoiAlign", ((LoweringRule) DefaultAttribute::regions).before(16));
    table.put("ScatterElements", DefaultAttribute::reduction);
    table.put("ScatterND", DefaultAttribute::reduction);
  }

  static LoweringRule of(long since, String attribute, Attribute otherwise) {
    LoweringRule rule =
        (node, scope) -> {
          Attribute given = node.attributes().getOrDefault(attribute, otherwise);
          return given.equals(otherwise)
              ? List.of(node.withoutAttribute(attribute))
              : scope.refuse(
                  node, since, "its attribute %s is not the default".formatted(attribute));
        };
    return rule.before(since);
  }

  /** A list that must hold nothing but ones. */
  private static LoweringRule ones(long since, String attribute) {
    LoweringRule rule =
        (node, scope) ->
            node.intsAttribute(attribute).orElse(List.of()).stream().allMatch(i -> i == 1)
                ? List.of(node.withoutAttribute(attribute))
                : scope.refuse(
                    node, since, "its attribute %s is not all ones".formatted(attribute));
    return rule.before(since);
  }

  /** Sums and products came first, extremes later. */
  private static List<Node> reduction(Node node, LoweringScope scope) {
    String reduction = node.stringAttribute("reduction", "none");
    long needed =
        switch (reduction) {
          case "none" -> 0;
          case "add", "mul" -> 16;
          default -> 18;
        };
    if (needed > scope.target()) {
      return scope.refuse(node, needed, "its reduction is %s".formatted(reduction));
    }
    return List.of(needed == 0 && scope.target() < 16 ? node.withoutAttribute("reduction") : node);
  }

  /** Older opsets have one rule for coordinates, which is not today's default. */
  private static List<Node> regions(Node node, LoweringScope scope) {
    String rule = node.stringAttribute(COORDINATES, "half_pixel");
    return rule.equals("output_half_pixel")
        ? List.of(node.withoutAttribute(COORDINATES))
        : scope.refuse(node, 16, "its coordinate rule is %s".formatted(rule));
  }
}
