package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** An attribute that said nothing about the result, or nothing that is not so anyway since. */
final class DroppedAttribute implements UpgradeRule {
  private final long since;
  private final String attribute;
  private final Set<String> operators;

  private DroppedAttribute(long since, String attribute, Set<String> operators) {
    this.since = since;
    this.attribute = attribute;
    this.operators = operators;
  }

  static DroppedAttribute of(long since, String attribute, String... operators) {
    return new DroppedAttribute(since, attribute, Set.of(operators));
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public Set<String> operators() {
    return operators;
  }

  @Override
  public List<Node> upgrade(Node node, UpgradeScope scope) {
    return List.of(node.withoutAttribute(attribute));
  }
}
