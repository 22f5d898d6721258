package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Attribute;
import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** An attribute whose default changed or went; where it is absent, the old one is written out. */
final class ChangedDefault implements UpgradeRule {
  private final long since;
  private final String operator;
  private final String attribute;
  private final Attribute value;

  private ChangedDefault(long since, String operator, String attribute, Attribute value) {
    this.since = since;
    this.operator = operator;
    this.attribute = attribute;
    this.value = value;
  }

  static ChangedDefault of(long since, String operator, String attribute, Attribute value) {
    return new ChangedDefault(since, operator, attribute, value);
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
    return node.attributes().containsKey(attribute)
        ? List.of(node)
        : List.of(node.withAttribute(attribute, value));
  }
}
