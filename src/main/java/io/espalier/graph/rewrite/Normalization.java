package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;

/** Brings a graph to its simplest form. */
public final class Normalization {
  private Normalization() {}

  /** Runs all passes until none changes anything; the checkers run after each. */
  public static Rewrite normalize(Graph graph) {
    throw new UnsupportedOperationException("Not there yet.");
  }
}
