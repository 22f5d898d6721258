package io.espalier.format.onnx.upgrade;

import io.espalier.graph.Node;
import java.util.List;
import java.util.Set;

/** One change of some operators of the default domain between two opsets. */
interface UpgradeRule {

  /** The opset that brought the change; graphs of this opset or newer are left alone. */
  long since();

  /** Operators the change concerns. */
  Set<String> operators();

  /**
   * Nodes that compute at opset {@link #since()} what the node computed before.
   *
   * @param node of one of the operators
   * @return in topological order; the node itself when the change does not matter for it or when it
   *     was refused
   */
  List<Node> upgrade(Node node, UpgradeScope scope);
}
