package io.espalier.method.prune.criterion;

import io.espalier.graph.block.ResidualBlock;
import java.util.List;

/** Judges residual blocks; the least important go first. */
@FunctionalInterface
public interface BlockCriterion {

  /**
   * The score of each block, relative to the mean over all of them; low goes first.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE or RESOURCE_LIMIT when the
   *     samples cannot be run
   * @throws java.util.concurrent.CancellationException when the job was cancelled
   */
  double[] of(List<ResidualBlock> blocks, ScoringContext context);
}
