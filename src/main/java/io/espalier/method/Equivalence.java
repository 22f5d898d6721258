package io.espalier.method;

import io.espalier.graph.Graph;

/** What the result of a step can be held against. */
public sealed interface Equivalence {
  /** What is claimed of the result, for example {@code cut equals silenced}. */
  String claim();

  /**
   * The result must compute what a graph computes that was made in another way, so that running
   * both proves it.
   */
  record SameAs(String claim, Graph graph) implements Equivalence {}

  /**
   * The step changes what is computed.
   *
   * @param reason why, in a sentence
   */
  record Unlike(String claim, String reason) implements Equivalence {}
}
