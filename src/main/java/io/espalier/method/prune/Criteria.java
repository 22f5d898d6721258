package io.espalier.method.prune;

import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.RandomDraw;
import io.espalier.method.prune.criterion.WeightNorm;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;

/** The criterion that a job document names. */
public final class Criteria {
  private Criteria() {}

  /**
   * A criterion with its options.
   *
   * @param target of the step; what learns how much to keep reads it
   */
  public static ChannelCriterion of(Criterion criterion, Budget target) {
    return switch (criterion) {
      case Criterion.L1 _ -> WeightNorm.l1();
      case Criterion.L2 _ -> WeightNorm.l2();
      case Criterion.Random _ -> new RandomDraw();
      case Criterion.GeometricMedian _,
          Criterion.Lamp _,
          Criterion.BatchNormScale _,
          Criterion.Taylor _,
          Criterion.Hessian _,
          Criterion.ObdC _ ->
          throw new UnsupportedOperationException(criterion.toString());
      case Criterion.ActivationZeros _,
          Criterion.HRank _,
          Criterion.PrincipalFilters _,
          Criterion.SubspaceClustering _,
          Criterion.ThiNet _,
          Criterion.Lasso _,
          Criterion.OutputDivergence _ ->
          throw new UnsupportedOperationException(criterion.toString());
      case Criterion.LearnedGates _ -> throw new UnsupportedOperationException(target.toString());
    };
  }
}
