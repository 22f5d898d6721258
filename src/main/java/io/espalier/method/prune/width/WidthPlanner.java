package io.espalier.method.prune.width;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.method.BlockCut;
import io.espalier.method.CostTotals;
import io.espalier.method.GroupCut;
import io.espalier.method.LayerComparison;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.spec.PruneSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds widths that hold the budgets of a prune step, and writes its plan.
 *
 * <p>Groups that are normalised over their channels (LayerNorm) are left whole where the budgets
 * can be held without them, because cutting them changes what the remaining channels compute.
 */
public final class WidthPlanner {
  private final Analysis analysis;
  private final PruneSpec spec;
  private final SearchSpace space;
  private final Limits limits;

  /**
   * @param analysis of the network that is cut
   * @param space all that may be cut of it
   * @param limits over that space
   */
  public WidthPlanner(Analysis analysis, PruneSpec spec, SearchSpace space, Limits limits) {
    this.analysis = analysis;
    this.spec = spec;
    this.space = space;
    this.limits = limits;
  }

  /** What the scores and the budgets decide. */
  public Decision decide() {
    return of(widths());
  }

  private List<Integer> widths() {
    if (limits.all().isEmpty()) {
      return space.whole();
    }
    SearchSpace exact = space.withoutAltered();
    boolean enough = limits.load(exact.smallest()) <= 1;
    return new WidthSearch((enough ? exact : space).prunables(), limits::load).find();
  }

  /** The plan for some widths, whoever has chosen them. */
  public Decision of(List<Integer> widths) {
    return of(widths, space.cut(widths), space.predict(widths));
  }

  /**
   * The plan for a cut, in whatever turns it was made.
   *
   * @param cut of the network of the space
   */
  public Decision of(Cut cut) {
    List<Integer> widths = new ArrayList<>();
    for (Prunable prunable : space.prunables()) {
      widths.add(
          switch (prunable) {
            case PrunableGroup group ->
                group.whole() - cut.channels().getOrDefault(group.id(), Set.of()).size();
            case PrunableBlock block -> cut.blocks().containsAll(block.joins()) ? 0 : 1;
          });
    }
    return of(widths, cut, CostModel.of(new Cutting(analysis.sized(), cut).preview()));
  }

  private Decision of(List<Integer> widths, Cut cut, Cost after) {
    List<GroupCut> groups = groups(cut);
    StepPlan plan =
        new StepPlan(
            PruneSpec.TYPE,
            CostTotals.of(analysis.cost()),
            CostTotals.of(after),
            Optional.of(new PlanExplanation(spec, space, limits).outcome(widths)),
            Optional.empty(),
            groups,
            blocks(cut),
            LayerComparison.between(analysis.cost(), after),
            PlanExplanation.warnings(spec, analysis.cost(), groups),
            false);
    return new Decision(widths, cut, plan);
  }

  private List<GroupCut> groups(Cut cut) {
    List<GroupCut> groups = new ArrayList<>();
    for (Prunable prunable : space.prunables()) {
      if (prunable instanceof PrunableGroup group) {
        groups.add(group(group, cut.channels().getOrDefault(group.id(), Set.of())));
      }
    }
    return groups;
  }

  private static GroupCut group(PrunableGroup group, Set<Integer> gone) {
    return new GroupCut(
        group.id(),
        group.whole(),
        group.whole() - gone.size(),
        gone.stream().sorted().toList(),
        group.altersNormalization(),
        Optional.of(group.level()));
  }

  private List<BlockCut> blocks(Cut cut) {
    List<BlockCut> blocks = new ArrayList<>();
    for (Prunable prunable : space.prunables()) {
      if (prunable instanceof PrunableBlock candidate) {
        candidate
            .blocks()
            .forEach(
                block ->
                    blocks.add(
                        new BlockCut(
                            block.join(),
                            candidate.level(),
                            block.nodes(),
                            cut.blocks().contains(block.join()))));
      }
    }
    return blocks;
  }
}
