package io.espalier.method;

import java.util.List;
import java.util.Optional;

/**
 * How a step decided what to cut, and how it brought the network back.
 *
 * @param criterion as the job document names it
 * @param samples of the training split that the criterion read; 0 for none
 * @param scoringSeconds of wall-clock time
 * @param rounds in order, at least one
 * @param recovery of the layers, in the order in which they were refitted
 * @param candidates of a search, in the order in which they were evaluated
 * @param latency predicted and measured; empty where no budget is a time
 */
public record PruningRecord(
    String criterion,
    int samples,
    double scoringSeconds,
    List<Round> rounds,
    List<RecoveredLayer> recovery,
    List<Candidate> candidates,
    Optional<LatencyOutcome> latency) {
  public PruningRecord {
    rounds = List.copyOf(rounds);
    recovery = List.copyOf(recovery);
    candidates = List.copyOf(candidates);
  }

  /**
   * One round of cutting.
   *
   * @param after cost of the network that the round left
   */
  public record Round(int round, CostTotals after, Optional<TrainingRecord> training) {}

  /**
   * A layer that was brought back.
   *
   * @param method as the job document names it
   * @param errorBefore mean squared difference from the original's outputs, relative to their
   *     variance
   * @param errorAfter the same once the layer was refitted
   */
  public record RecoveredLayer(
      String layer, String method, double errorBefore, double errorAfter) {}

  /**
   * A sub-network that was evaluated.
   *
   * @param number from 1
   * @param widths of the groups, in the order of the plan
   * @param score mean divergence from the original's outputs in nats; the lowest is kept
   * @param accuracy share of right answers; empty where there are no classes
   */
  public record Candidate(
      int number,
      List<Integer> widths,
      CostTotals cost,
      double score,
      Optional<Double> accuracy,
      double seconds) {
    public Candidate {
      widths = List.copyOf(widths);
    }
  }

  /**
   * A time budget and what became of it, median milliseconds of one sample.
   *
   * @param runtime for example {@code ONNX Runtime 1.28.0 on cpu, 2 threads}
   */
  public record LatencyOutcome(
      String runtime, double before, double asked, double predicted, double measured) {}
}
