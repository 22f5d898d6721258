package io.espalier.method.prune.turn;

import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.width.BlockCandidate;
import java.util.List;

/** Judges whole residual branches, which compete with the channels of all groups. */
@FunctionalInterface
public interface BlockCriterion {
  /** One score for each candidate, with the mean 1 over all; low goes first. */
  double[] of(List<BlockCandidate> candidates, ScoringContext context);
}
