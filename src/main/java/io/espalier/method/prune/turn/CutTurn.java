package io.espalier.method.prune.turn;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.cost.Cost;
import io.espalier.method.StepContext;
import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.cut.KeptIndices;
import io.espalier.method.prune.ranking.ChannelRanking;
import io.espalier.method.prune.width.Candidates;
import io.espalier.method.prune.width.Decision;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.prune.width.TimePredictor;
import io.espalier.method.prune.width.WidthPlanner;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Ranking;
import java.util.List;
import java.util.Optional;

/**
 * One turn of pruning a network: what may go is judged, budgets decide how much of it, it is cut,
 * and what is left is brought back.
 *
 * <p>A flow takes as many turns as it likes, each from what the one before it left.
 */
public final class CutTurn {
  private final Analysis analysis;
  private final PruneSpec spec;

  /**
   * @param analysis of the network that is cut
   */
  public CutTurn(Analysis analysis, PruneSpec spec) {
    this.analysis = analysis;
    this.spec = spec;
  }

  /**
   * Everything that may go, judged.
   *
   * @throws io.espalier.problem.EspalierException INFEASIBLE_PLAN when nothing may, and as the
   *     criterion does
   */
  public SearchSpace judge(
      ChannelCriterion criterion, BlockCriterion blockCriterion, ScoringContext context) {
    Candidates candidates = Candidates.of(analysis, spec);
    List<ChannelGroup> groups = candidates.groups();
    List<MemberScores> members = groups.isEmpty() ? List.of() : criterion.of(groups, context);
    List<double[]> scores =
        new ChannelRanking(spec.ranking(), analysis.graph()).of(groups, members);
    double[] blocks = new BranchScores(blockCriterion, scores).of(candidates.blocks(), context);
    SearchSpace space = SearchSpace.of(analysis, spec, candidates, scores, blocks);
    return spec.ranking().scope() instanceof Ranking.Scope.Sensitivity sensitivity
            && context.data().isPresent()
        ? new Sensitivities(space, candidates, context, sensitivity.samples())
            .judged(analysis, spec, scores)
        : space;
  }

  /**
   * What the budgets decide.
   *
   * @param limits over the space
   */
  public Decision decide(SearchSpace space, Limits limits) {
    return new WidthPlanner(analysis, spec, space, limits).decide();
  }

  /**
   * The budgets of the step over a space.
   *
   * @param whole cost of the network that fractions are of: before the first turn
   * @param time empty while times cannot be told
   * @throws io.espalier.problem.EspalierException INFEASIBLE_PLAN when the network has nothing of
   *     what a budget counts
   */
  public Limits limits(Cost whole, SearchSpace space, Optional<TimePredictor> time) {
    return Limits.of(spec.target(), whole, space, time);
  }

  /** The smaller network, brought back where the step asks for it or the job has data. */
  public CutResult carryOut(Cut cut, StepContext context, Progress progress) {
    Graph bare = new Cutting(analysis.channels(), cut).apply();
    KeptIndices kept = KeptIndices.of(analysis.channels(), cut, bare);
    return new CutResult(
        cut,
        bare,
        kept,
        new Restoration(spec.recovery()).of(analysis.graph(), bare, kept, context, progress));
  }
}
