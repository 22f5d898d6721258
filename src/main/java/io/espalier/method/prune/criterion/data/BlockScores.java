package io.espalier.method.prune.criterion.data;

import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.spec.prune.Criterion;
import java.util.Arrays;

/** How residual blocks are judged beside the channels of a criterion. */
public final class BlockScores {
  private BlockScores() {}

  /**
   * By the divergence of the output where channels are judged by it; by the angle between what goes
   * into a block and what comes out where samples are run anyway; else by the weights.
   */
  public static BlockCriterion of(Criterion criterion) {
    return switch (criterion) {
      case Criterion.OutputDivergence divergence -> new BlockDivergence(divergence.samples());
      case Criterion.Taylor taylor -> new BlockAngle(taylor.samples());
      case Criterion.Hessian hessian -> new BlockAngle(hessian.samples());
      case Criterion.ObdC obd -> new BlockAngle(obd.samples());
      case Criterion.ActivationZeros zeros -> new BlockAngle(zeros.samples());
      case Criterion.HRank ranks -> new BlockAngle(ranks.samples());
      case Criterion.PrincipalFilters filters -> new BlockAngle(filters.samples());
      case Criterion.SubspaceClustering clustering -> new BlockAngle(clustering.samples());
      case Criterion.ThiNet thinet -> new BlockAngle(thinet.samples());
      case Criterion.Lasso lasso -> new BlockAngle(lasso.samples());
      case Criterion.BackwardElimination elimination -> new BlockAngle(elimination.samples());
      case Criterion.LearnedGates _ -> new BlockAngle(ValuePass.BATCH);
      case Criterion.L1 _,
          Criterion.L2 _,
          Criterion.GeometricMedian _,
          Criterion.Lamp _,
          Criterion.BatchNormScale _ ->
          new BranchNorm();
      case Criterion.Random _ ->
          (blocks, context) -> context.random().doubles(blocks.size()).toArray();
    };
  }

  /** Scores with the mean 1; those that are all 0 stay. */
  static double[] dividedByMean(double[] scores) {
    double mean = Arrays.stream(scores).average().orElse(0);
    return mean == 0 ? scores : Arrays.stream(scores).map(score -> score / mean).toArray();
  }
}
