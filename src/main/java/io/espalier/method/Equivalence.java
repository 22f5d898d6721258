package io.espalier.method;

import io.espalier.graph.Graph;
import java.util.Optional;

/** What the result of a step can be held against. */
public sealed interface Equivalence {
  /** What is claimed of the result, for example {@code cut equals silenced}. */
  String claim();

  /**
   * Two graphs that were made in different ways must compute the same, so that running both proves
   * it.
   *
   * @param expected the graph the other is held against
   * @param made empty for the result of the step
   */
  record SameAs(String claim, Graph expected, Optional<Graph> made) implements Equivalence {
    /** A claim about the result of the step. */
    public SameAs(String claim, Graph expected) {
      this(claim, expected, Optional.empty());
    }
  }

  /**
   * The step changes what is computed.
   *
   * @param reason why, in a sentence
   */
  record Unlike(String claim, String reason) implements Equivalence {}
}
