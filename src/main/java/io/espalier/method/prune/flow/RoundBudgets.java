package io.espalier.method.prune.flow;

import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Flow.Iterative;
import java.util.Optional;

/** What may remain after each round of an iterative cut. */
public final class RoundBudgets {
  private RoundBudgets() {}

  /**
   * The budget of a round; that of the last is the target.
   *
   * @param round from 1
   * @param wholeMillis time of the network before the first round; empty where the target is none
   */
  public static Budget of(Budget target, Iterative flow, int round, Optional<Double> wholeMillis) {
    double way = way(flow, round);
    return new Budget(
        target.macs().map(left -> 1 - way * (1 - left)),
        target.parameters().map(left -> 1 - way * (1 - left)),
        target.bytes().map(left -> 1 - way * (1 - left)),
        target.latencyMillis().map(left -> wholeMillis.orElseThrow() * (1 - way) + way * left));
  }

  /** Cubic after Zhu and Gupta 2017, equation 1, which begins at nothing. */
  private static double way(Iterative flow, int round) {
    double time = (double) round / flow.rounds();
    return switch (flow.pace()) {
      case LINEAR -> time;
      case CUBIC -> 1 - Math.pow(1 - time, 3);
    };
  }
}
