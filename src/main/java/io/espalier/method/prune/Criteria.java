package io.espalier.method.prune;

import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.GeometricMedianDistance;
import io.espalier.method.prune.criterion.LayerAdaptiveMagnitude;
import io.espalier.method.prune.criterion.NormalizationScale;
import io.espalier.method.prune.criterion.RandomDraw;
import io.espalier.method.prune.criterion.WeightNorm;
import io.espalier.method.prune.criterion.gradient.KroneckerFisher;
import io.espalier.method.prune.criterion.gradient.SquaredGradients;
import io.espalier.method.prune.criterion.gradient.TaylorExpansion;
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
      case Criterion.GeometricMedian _ -> new GeometricMedianDistance();
      case Criterion.Lamp _ -> new LayerAdaptiveMagnitude();
      case Criterion.BatchNormScale _ -> new NormalizationScale();
      case Criterion.Taylor(int samples) -> new TaylorExpansion(samples);
      case Criterion.Hessian(int samples) -> new SquaredGradients(samples);
      case Criterion.ObdC(int samples) -> new KroneckerFisher(samples);
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
