package io.espalier.method.prune.flow;

import io.espalier.graph.Tensor;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.TrainingRecord;
import io.espalier.method.prune.cut.Cut;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finished round left.
 *
 * @param cut of the network that the round began with
 * @param weights of the network it left, by name of the constant
 */
public record RoundState(Facts facts, Map<String, Tensor> weights) {
  public RoundState {
    weights = Map.copyOf(weights);
  }

  /**
   * All but the weights.
   *
   * @param cut of the network that the round began with
   * @param latency empty where no budget is a time
   */
  public record Facts(
      Cut cut,
      List<RecoveredLayer> recovery,
      Optional<TrainingRecord> training,
      Optional<LatencyOutcome> latency,
      List<String> warnings) {
    public Facts {
      recovery = List.copyOf(recovery);
      warnings = List.copyOf(warnings);
    }
  }

  public Cut cut() {
    return facts.cut();
  }
}
