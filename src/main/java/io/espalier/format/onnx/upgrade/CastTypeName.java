package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Before opset 6 Cast named its type by text, for example {@code FLOAT}. */
final class CastTypeName implements UpgradeRule {
  @Override
  public long since() {
    return 6;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Cast");
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    String name = node.stringAttribute("to", "").toUpperCase(Locale.ROOT);
    return Arrays.stream(ElementType.values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .map(type -> List.of(node.withAttribute("to", Attribute.of((long) type.onnxCode()))))
        .orElseGet(() -> scope.refuse(node, "it names no element type"));
  }
}
