package io.espalier.report;

import io.espalier.method.CostTotals;
import io.espalier.method.PruningRecord;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.PruningRecord.RecoveredLayer;
import java.util.List;
import java.util.Optional;

/**
 * How a step decided what to cut, and how it brought the network back.
 *
 * @param criterion as the job document names it
 * @param samples of the split train that the criterion read; 0 for none
 * @param scoringSeconds of wall-clock time
 * @param rounds in order
 * @param recovery in the order in which layers were refitted
 * @param candidates of a search, in the order in which they were evaluated
 * @param latency empty where no budget is a time
 */
public record PruningReport(
    String criterion,
    int samples,
    double scoringSeconds,
    List<Round> rounds,
    List<RecoveredLayer> recovery,
    List<Candidate> candidates,
    Optional<LatencyOutcome> latency) {
  public PruningReport {
    rounds = List.copyOf(rounds);
    recovery = List.copyOf(recovery);
    candidates = List.copyOf(candidates);
  }

  /**
   * One round of cutting.
   *
   * @param training of the network that the round left; empty for none
   */
  public record Round(int round, CostTotals after, Optional<TrainingReport> training) {
    static Round of(PruningRecord.Round round) {
      return new Round(round.round(), round.after(), round.training().map(TrainingReport::of));
    }
  }

  static PruningReport of(PruningRecord pruning) {
    return new PruningReport(
        pruning.criterion(),
        pruning.samples(),
        pruning.scoringSeconds(),
        pruning.rounds().stream().map(Round::of).toList(),
        pruning.recovery(),
        pruning.candidates(),
        pruning.latency());
  }
}
