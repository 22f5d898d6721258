package io.espalier.method.spec;

import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Structured pruning: whole channels, heads and blocks are removed from every layer that shares
 * them.
 *
 * @param levels what may go
 * @param control whether a cut of the same budget with randomly drawn channels is made and measured
 *     beside it
 */
public record PruneSpec(
    Set<PruneLevel> levels,
    Criterion criterion,
    Ranking ranking,
    Budget target,
    WidthLimits widths,
    LayerRules layers,
    RecoveryPlan recovery,
    Flow flow,
    boolean control)
    implements MethodSpec {
  public static final String TYPE = "prune";

  /** What is cut unless a step says otherwise: channels of every kind, no whole block. */
  public static final Set<PruneLevel> USUAL_LEVELS =
      Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.MLP, PruneLevel.HEAD_DIMENSION);

  public PruneSpec {
    levels = Set.copyOf(levels);
  }

  /** A cut in one go, every other option at its default. */
  public static PruneSpec of(Criterion criterion, Budget target) {
    return new PruneSpec(
        USUAL_LEVELS,
        criterion,
        new Ranking(
            criterion.usualNormalization(), Ranking.Reduction.MEAN, new Ranking.Scope.Global()),
        target,
        new WidthLimits(8, 4),
        LayerRules.NONE,
        new RecoveryPlan(Optional.empty(), 512, 64),
        new Flow.OneShot(),
        false);
  }

  public PruneSpec withWidths(WidthLimits limits) {
    return new PruneSpec(
        levels, criterion, ranking, target, limits, layers, recovery, flow, control);
  }

  public PruneSpec withLevels(Set<PruneLevel> wanted) {
    return new PruneSpec(
        wanted, criterion, ranking, target, widths, layers, recovery, flow, control);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public boolean needsData() {
    boolean recovers = recovery.asked().filter(list -> !list.isEmpty()).isPresent();
    return criterion.needsData() || recovers || flow.needsData();
  }

  @Override
  public Map<String, Object> toDocument() {
    return PruneDocument.of(this);
  }
}
