package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.cost.Cost;
import io.espalier.method.CostTotals;
import io.espalier.method.GroupCut;
import io.espalier.method.LayerComparison;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.PruneSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the widths of a prune step and writes the plan. */
final class PrunePlanner {
  private final Analysis analysis;
  private final PruneSpec spec;
  private final List<PrunableGroup> all;
  private final long measured;

  /**
   * @param all every group that may be cut
   */
  PrunePlanner(Analysis analysis, PruneSpec spec, List<PrunableGroup> all) {
    this.analysis = analysis;
    this.spec = spec;
    this.all = all;
    this.measured = WidthCost.measured(analysis.cost(), Measure.of(spec.target()));
  }

  /**
   * The plan.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when the model has nothing of
   *     what the target counts
   */
  StepPlan plan() {
    if (measured == 0) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "The model has no %s that could be counted, so no fraction of them can remain."
              .formatted(Measure.of(spec.target()).wireName()));
    }
    double target = Measure.remaining(spec.target()) * measured;
    List<PrunableGroup> groups = groupsFor(target);
    WidthCost cost = costOf(groups);
    List<Integer> widths = new WidthSearch(groups, cost::of, target).find();
    boolean exhausted = widths.equals(WidthSearch.smallest(groups));
    return plan(cost.predict(widths), cost.removed(widths), exhausted);
  }

  /** The groups that can be cut exactly, when they are enough to reach the target; else all. */
  private List<PrunableGroup> groupsFor(double target) {
    List<PrunableGroup> exact =
        all.stream().filter(group -> !group.group().altersNormalization()).toList();
    boolean enough = costOf(exact).of(WidthSearch.smallest(exact)) <= target;
    return enough ? exact : all;
  }

  private WidthCost costOf(List<PrunableGroup> groups) {
    return new WidthCost(analysis.sized(), groups, Measure.of(spec.target()));
  }

  private StepPlan plan(Cost after, Map<String, Set<Integer>> removed, boolean exhausted) {
    long remaining = WidthCost.measured(after, Measure.of(spec.target()));
    List<GroupCut> cuts = all.stream().map(group -> cut(group, removed)).toList();
    return new StepPlan(
        spec.type(),
        CostTotals.of(analysis.cost()),
        CostTotals.of(after),
        Optional.of(PlanExplanation.outcome(spec, (double) remaining / measured, exhausted)),
        Optional.empty(),
        cuts,
        LayerComparison.between(analysis.cost(), after),
        PlanExplanation.warnings(spec, analysis.cost(), cuts),
        false);
  }

  private static GroupCut cut(PrunableGroup group, Map<String, Set<Integer>> removed) {
    Set<Integer> gone = removed.getOrDefault(group.group().id(), Set.of());
    int channels = group.group().channels();
    return new GroupCut(
        group.group().id(),
        channels,
        channels - gone.size(),
        gone.stream().sorted().toList(),
        group.group().altersNormalization());
  }
}
