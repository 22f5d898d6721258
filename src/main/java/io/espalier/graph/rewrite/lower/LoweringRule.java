package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Node;
import java.util.List;

/** How one operator is said in the form that the target opset has. */
@FunctionalInterface
interface LoweringRule {
  /**
   * Nodes of the target opset that compute what the node computes.
   *
   * @return in topological order; the node itself when it can stay or was refused
   */
  List<Node> lower(Node node, LoweringScope scope);

  /** This rule where the target is older than a version; other targets leave the node alone. */
  default LoweringRule before(long version) {
    return (node, scope) -> scope.target() < version ? lower(node, scope) : List.of(node);
  }

  /** This rule, then another one on the node when it stayed one node. */
  default LoweringRule then(LoweringRule next) {
    return (node, scope) -> {
      List<Node> first = lower(node, scope);
      return first.size() == 1 ? next.lower(first.getFirst(), scope) : first;
    };
  }
}
