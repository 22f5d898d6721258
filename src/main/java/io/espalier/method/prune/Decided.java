package io.espalier.method.prune;

import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.cut.Cut;
import java.util.List;
import java.util.Optional;

/**
 * What goes from a network, and how that was found.
 *
 * @param candidates of a search
 * @param latency empty where no budget is a time
 */
record Decided(
    Cut cut, StepPlan plan, List<Candidate> candidates, Optional<LatencyOutcome> latency) {
  Decided {
    candidates = List.copyOf(candidates);
  }
}
