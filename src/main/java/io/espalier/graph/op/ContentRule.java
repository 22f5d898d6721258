package io.espalier.graph.op;

import io.espalier.graph.TensorType;

/** How the integer elements of an operator's first output follow from its inputs. */
@FunctionalInterface
public interface ContentRule {
  /**
   * @param output static and of at most {@link Content#MAX_ELEMENTS} elements
   * @throws RuleFailure when nothing can be told
   */
  Content content(RuleContext context, TensorType output);

  /** The rule of operators whose results are not followed. */
  ContentRule NONE =
      (_, _) -> {
        throw RuleFailure.unresolved("its elements are not followed");
      };
}
