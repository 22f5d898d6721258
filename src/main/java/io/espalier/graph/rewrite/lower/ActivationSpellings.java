package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Activations that are one operator in newer opsets. */
final class ActivationSpellings {
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;
  private static final Map<String, Attribute> HARD_SWISH_GATE =
      Map.of("alpha", Attribute.of(1 / 6f), "beta", Attribute.of(0.5f));

  private ActivationSpellings() {}

  static void addTo(Map<String, LoweringRule> table) {
    table.put("Gelu", ((LoweringRule) ActivationSpellings::gelu).before(20));
    table.put("HardSwish", ((LoweringRule) ActivationSpellings::hardSwish).before(14));
    table.put("Mish", ((LoweringRule) ActivationSpellings::mish).before(18));
    table.put("Swish", ActivationSpellings::swish);
  }

  private static List<Node> gelu(Node node, LoweringScope scope) {
    Optional<ElementType> type = numeric(node, scope);
    if (type.isEmpty()) {
      return scope.refuse(node, 20, "the type of its input is not known");
    }
    Spelling spelling = new Spelling(node, scope, type.get());
    String x = node.inputs().getFirst();
    String gate =
        node.stringAttribute("approximate", "none").equals("tanh")
            ? spelling.call("Tanh", tanhArgument(spelling, x))
            : spelling.call(
                "Erf", spelling.call("Mul", x, spelling.number("scale", Math.sqrt(0.5))));
    String shifted = spelling.call("Add", gate, spelling.number("one", 1));
    String halved = spelling.call("Mul", x, spelling.number("half", 0.5));
    return spelling.finish("Mul", halved, shifted);
  }

  private static String tanhArgument(Spelling spelling, String x) {
    String cube = spelling.call("Mul", spelling.call("Mul", x, x), x);
    String cubic = spelling.call("Mul", cube, spelling.number("cubic", TANH_CUBIC));
    String sum = spelling.call("Add", x, cubic);
    return spelling.call("Mul", sum, spelling.number("scale", TANH_SCALE));
  }

  private static List<Node> hardSwish(Node node, LoweringScope scope) {
    Spelling spelling = new Spelling(node, scope, ElementType.FLOAT);
    String x = node.inputs().getFirst();
    return spelling.finish("Mul", x, spelling.call("HardSigmoid", HARD_SWISH_GATE, x));
  }

  private static List<Node> mish(Node node, LoweringScope scope) {
    Spelling spelling = new Spelling(node, scope, ElementType.FLOAT);
    String x = node.inputs().getFirst();
    return spelling.finish("Mul", x, spelling.call("Tanh", spelling.call("Softplus", x)));
  }

  private static List<Node> swish(Node node, LoweringScope scope) {
    float alpha = node.floatAttribute("alpha", 1);
    Spelling spelling = new Spelling(node, scope, numeric(node, scope).orElse(ElementType.FLOAT));
    String x = node.inputs().getFirst();
    String argument = alpha == 1 ? x : spelling.call("Mul", x, spelling.number("alpha", alpha));
    return spelling.finish("Mul", x, spelling.call("Sigmoid", argument));
  }

  private static Optional<ElementType> numeric(Node node, LoweringScope scope) {
    return scope.elementType(node, 0).filter(FloatingTensors.WRITABLE::contains);
  }
}
