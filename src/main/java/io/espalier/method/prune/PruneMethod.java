package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.CompressionMethod;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.data.BlockScores;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.width.Decision;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Structured pruning: the channels, heads and branches with the lowest scores of the whole network
 * go, in every layer that shares them.
 */
public final class PruneMethod implements CompressionMethod<PruneSpec> {
  @Override
  public Class<PruneSpec> specType() {
    return PruneSpec.class;
  }

  @Override
  public StepDescription<PruneSpec> description() {
    return PruneOptions.DESCRIPTION;
  }

  /**
   * The plan; provisional, with widths by the L1 norm, where data or measurements decide.
   *
   * @throws io.espalier.problem.EspalierException as {@link CompressionMethod#plan} does;
   *     INFEASIBLE_PLAN also when a budget is below what the smallest allowed network has
   */
  @Override
  public StepPlan plan(Analysis analysis, PruneSpec spec, PlanContext context) {
    List<String> warnings = new ArrayList<>(PruneChecks.check(analysis, spec, context));
    Criterion judge = spec.criterion().needsData() ? new Criterion.L1() : spec.criterion();
    CutTurn turn = new CutTurn(analysis, spec);
    SearchSpace space =
        turn.judge(
            Criteria.of(judge, spec.target()),
            BlockScores.of(judge),
            ScoringContext.ofWeights(analysis, Draws.of(context.seed())));
    Limits limits = turn.limits(analysis.cost(), space, Optional.empty());
    limits.requireReachable(space, context);
    Decision decision = turn.decide(space, limits);
    warnings.addAll(Provision.warnings(spec));
    return decision.plan().with(warnings, Provision.isProvisional(spec));
  }

  @Override
  public Graph outline(Analysis analysis, PruneSpec spec, StepPlan plan) {
    return new Cutting(analysis.channels(), Cuts.of(plan)).apply();
  }

  @Override
  public StepOutput apply(Analysis analysis, PruneSpec spec, StepPlan plan, StepContext context) {
    return switch (spec.flow()) {
      case Flow.OneShot _, Flow.Sampling _ -> new OneShot(analysis, spec, context).run(plan);
      case Flow.Iterative iterative -> new Rounds(analysis, spec, iterative, context).run();
    };
  }
}
