package io.espalier.engine.bench;

import java.util.Map;

/** Times of single layers that were measured before. */
public interface LatencyTable {

  /** Median milliseconds by what was measured; empty where nothing is known of the place. */
  Map<String, Double> of(LatencyPlace place);

  /**
   * Adds times to those of a place; of two for the same thing the later counts.
   *
   * @param millis median milliseconds by what was measured
   */
  void keep(LatencyPlace place, Map<String, Double> millis);
}
