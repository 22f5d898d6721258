package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.method.StepContext;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.criterion.data.BlockScores;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Criterion;
import java.util.Optional;

/**
 * Judges what may go from a network while a job runs.
 *
 * @param context of the judging alone
 */
record Judging(Analysis analysis, PruneSpec spec, StepContext context) {

  SearchSpace by(Criterion criterion) {
    return new CutTurn(analysis, spec)
        .judge(
            Criteria.of(criterion, spec.target()), BlockScores.of(criterion), scoring(criterion));
  }

  /** Channels that are drawn at random are weighed by nothing else. */
  private ScoringContext scoring(Criterion criterion) {
    boolean reads =
        criterion.needsData()
            || spec.ranking().scope().needsData() && !(criterion instanceof Criterion.Random);
    long seed = context.hasData() ? context.training().seed() : 0;
    return new ScoringContext(
        analysis, Draws.of(seed), reads ? Optional.of(ScoringData.of(context)) : Optional.empty());
  }
}
