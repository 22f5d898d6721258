package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;

/** A rewrite that keeps what a graph computes, its inputs and its outputs. */
public interface Pass {
  /** Kebab-case and stable, for logs and reports. */
  String name();

  Rewrite apply(Graph graph);
}
