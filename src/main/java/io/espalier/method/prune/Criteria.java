package io.espalier.method.prune;

import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.GeometricMedianDistance;
import io.espalier.method.prune.criterion.LayerAdaptiveMagnitude;
import io.espalier.method.prune.criterion.NormalizationScale;
import io.espalier.method.prune.criterion.RandomDraw;
import io.espalier.method.prune.criterion.WeightNorm;
import io.espalier.method.prune.criterion.data.ActivationZeros;
import io.espalier.method.prune.criterion.data.AverageRank;
import io.espalier.method.prune.criterion.data.BackwardElimination;
import io.espalier.method.prune.criterion.data.GreedyReconstruction;
import io.espalier.method.prune.criterion.data.LassoSelection;
import io.espalier.method.prune.criterion.data.OutputDivergence;
import io.espalier.method.prune.criterion.data.PrincipalFilters;
import io.espalier.method.prune.criterion.data.SubspaceClusters;
import io.espalier.method.prune.criterion.gradient.KroneckerFisher;
import io.espalier.method.prune.criterion.gradient.SquaredGradients;
import io.espalier.method.prune.criterion.gradient.TaylorExpansion;
import io.espalier.method.prune.gate.LearnedGates;
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
      case Criterion.ActivationZeros zeros -> new ActivationZeros(zeros.samples());
      case Criterion.HRank ranks -> new AverageRank(ranks.samples());
      case Criterion.PrincipalFilters filters ->
          new PrincipalFilters(filters.samples(), filters.pooling());
      case Criterion.SubspaceClustering clustering ->
          new SubspaceClusters(clustering.samples(), clustering.regularization());
      case Criterion.ThiNet thinet ->
          new GreedyReconstruction(thinet.samples(), thinet.locations());
      case Criterion.Lasso lasso -> new LassoSelection(lasso.samples(), lasso.locations());
      case Criterion.BackwardElimination elimination ->
          new BackwardElimination(elimination.samples(), elimination.locations());
      case Criterion.OutputDivergence divergence -> new OutputDivergence(divergence.samples());
      case Criterion.LearnedGates gates -> new LearnedGates(gates, target);
    };
  }
}
