package io.espalier.method.prune.width;

import io.espalier.graph.shape.TypedGraph;

/** Tells how long a network takes without running it. */
@FunctionalInterface
public interface TimePredictor {
  /**
   * Median milliseconds of one sample.
   *
   * @param network nodes and types; the contents of its constants do not count
   */
  double millis(TypedGraph network);
}
