package io.espalier.method.spec;

import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.prune.WidthLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Ranking.USUAL,
        target,
        WidthLimits.USUAL,
        LayerRules.NONE,
        RecoveryPlan.AUTOMATIC,
        new Flow.OneShot(),
        false);
  }

  public PruneSpec withWidths(WidthLimits limits) {
    return new PruneSpec(
        levels, criterion, ranking, target, limits, layers, recovery, flow, control);
  }

  public PruneSpec withTarget(Budget budget) {
    return new PruneSpec(
        levels, criterion, ranking, budget, widths, layers, recovery, flow, control);
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
  public List<String> dataUses() {
    List<String> uses = new ArrayList<>();
    if (criterion.needsData()) {
      uses.add("criterion (%s)".formatted(criterion.wireName()));
    }
    if (ranking.scope().needsData()) {
      uses.add("scope (sensitivity)");
    }
    recovery.asked().orElse(List.of()).stream()
        .map(asked -> "recovery (%s)".formatted(asked.wireName()))
        .forEach(uses::add);
    if (flow.needsData()) {
      uses.add("flow (%s)".formatted(flow.wireName()));
    }
    return uses;
  }

  @Override
  public boolean needsGpu() {
    return flow instanceof Flow.Iterative iterative
        && iterative.tune().filter(Flow.Tuning::needsGpu).isPresent();
  }

  @Override
  public boolean measuresTime() {
    return target.latencyMillis().isPresent();
  }

  @Override
  public Map<String, Object> toDocument() {
    return PruneDocument.of(this);
  }
}
