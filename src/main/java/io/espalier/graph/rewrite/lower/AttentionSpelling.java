package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Attention over heads, [B, heads, T, D], as two products around a Softmax. */
final class AttentionSpelling {
  private static final long FIRST = 23;
  private static final int MASK = 3;

  private AttentionSpelling() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put("Attention", AttentionSpelling::lower);
  }

  private static List<Node> lower(Node node, LoweringScope scope) {
    Optional<TensorType> query = scope.type(node, 0).filter(type -> type.rank() == 4);
    Optional<ElementType> mask = scope.elementType(node, MASK);
    boolean floating = mask.isEmpty() && node.input(MASK).isEmpty() || mask.equals(type(query));
    boolean plain =
        node.presentInputs().count() <= MASK + 1
            && node.presentOutputs().count() == 1
            && Set.of("scale").containsAll(node.attributes().keySet());
    if (query.isEmpty() || !floating || !plain) {
      return scope.refuse(node, FIRST, "only its form with four axes and a scale is spelled out");
    }
    return spelled(new Spelling(node, scope, query.get().elementType()), node, query.get());
  }

  private static Optional<ElementType> type(Optional<TensorType> query) {
    return query.map(TensorType::elementType);
  }

  private static List<Node> spelled(Spelling spelling, Node node, TensorType query) {
    String turned =
        spelling.call(
            "Transpose", Map.of("perm", Attribute.ofInts(0, 1, 3, 2)), node.inputs().get(1));
    String scores = spelling.call("MatMul", node.inputs().getFirst(), turned);
    String scaled = scaled(spelling, node, query, scores);
    String masked = node.input(MASK).map(m -> spelling.call("Add", scaled, m)).orElse(scaled);
    String weights = spelling.call("Softmax", Map.of("axis", Attribute.of(-1L)), masked);
    return spelling.finish("MatMul", weights, node.inputs().get(2));
  }

  private static String scaled(Spelling spelling, Node node, TensorType query, String scores) {
    double standard = query.dim(-1).isKnown() ? 1 / Math.sqrt(query.dim(-1).size()) : 1;
    double scale = node.floatAttribute("scale", (float) standard);
    return scale == 1 ? scores : spelling.call("Mul", scores, spelling.number("scale", scale));
  }
}
