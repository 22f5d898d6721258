package io.espalier.engine.bench;

/**
 * How long a model is measured: until the budget is spent, within the bounds on the number of runs.
 *
 * @param warmupRuns runs that do not count, at least 0
 * @param minimumRuns runs that count even when the budget is spent, at least 1
 * @param maximumRuns runs that count at most
 * @param budgetMillis time for the runs that count, milliseconds
 */
public record LatencySettings(int warmupRuns, int minimumRuns, int maximumRuns, long budgetMillis) {
  /** 1 warm-up run after the outputs were compared, then 5 to 20 runs within 200 ms. */
  public static final LatencySettings FRUGAL = new LatencySettings(1, 5, 20, 200);

  public LatencySettings {
    if (warmupRuns < 0 || minimumRuns < 1 || maximumRuns < minimumRuns) {
      throw new IllegalArgumentException(
          "The numbers of runs (%d, %d to %d) are not in order."
              .formatted(warmupRuns, minimumRuns, maximumRuns));
    }
  }
}
