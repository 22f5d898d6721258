package io.espalier.method.prune.criterion;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What channels are judged by.
 *
 * @param analysis of the network as it is before the cut
 * @param random the source of every draw
 * @param data given where the criterion needs it
 */
public record ScoringContext(
    Analysis analysis, RandomGenerator random, Optional<ScoringData> data) {

  /** Judging by the weights alone. */
  public static ScoringContext ofWeights(Analysis analysis, RandomGenerator random) {
    return new ScoringContext(analysis, random, Optional.empty());
  }

  public Graph graph() {
    return analysis.graph();
  }

  /**
   * The data of a criterion that says it needs them.
   *
   * @throws IllegalStateException when there are none
   */
  public ScoringData requireData() {
    return data.orElseThrow(
        () -> new IllegalStateException("Impossible state: the criterion was given no data."));
  }
}
