package io.espalier.graph.op;

import io.espalier.graph.TensorType;
import java.util.List;

/** How the types of all outputs of an operator follow from one node. */
@FunctionalInterface
public interface TypeRule {
  /**
   * @return a type for each output in order; outputs a node omits may be named too
   * @throws RuleFailure when the types cannot be told, or the node contradicts itself
   */
  List<TensorType> types(RuleContext context);

  /** A rule for an operator with one output. */
  @FunctionalInterface
  interface Single {
    TensorType type(RuleContext context);

    default TypeRule toRule() {
      return context -> List.of(type(context));
    }
  }
}
