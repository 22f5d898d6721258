package io.espalier.method.prune.flow;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.TrainingContext;
import io.espalier.method.prune.cut.BestCut;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.PrunableBlock;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Flow.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the best of many sub-networks within the budgets, without cutting one.
 *
 * <p>Source: Li et al., EagleEye, ECCV 2020. Unlike theirs, candidates are judged by how far their
 * answers are from those of the network, which needs no labels; statistics are measured exactly and
 * not blended with the old ones; and the network is loaded once.
 */
public final class SamplingFlow {
  private final Analysis analysis;
  private final PruneSpec spec;
  private final Sampling options;

  public SamplingFlow(Analysis analysis, PruneSpec spec, Sampling options) {
    this.analysis = analysis;
    this.spec = spec;
    this.options = options;
  }

  /**
   * What was found.
   *
   * @param widths one for each prunable of the space
   * @param candidates in the order in which they were evaluated
   * @param warnings sentences
   */
  public record Found(List<Integer> widths, List<Candidate> candidates, List<String> warnings) {
    public Found {
      widths = List.copyOf(widths);
      candidates = List.copyOf(candidates);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Searches.
   *
   * @param space judged by the criterion, which says what stays inside a width
   * @param usual the widths that the criterion decides on
   * @throws io.espalier.problem.EspalierException DATASET_INVALID when the training split ends
   *     before there are samples to judge by, or a sample cannot be read; MODEL_NOT_RUNNABLE when
   *     the network cannot be run on them
   */
  public Found search(SearchSpace space, Limits limits, List<Integer> usual, StepContext context) {
    TrainingContext training = context.training();
    CandidateLog log =
        new CandidateLog(
            training.checkpoints(),
            "%s within %s, seed %d".formatted(spec.toDocument(), limits.budget(), training.seed()),
            training.nanoClock());
    Consumer<Candidate> better = candidate -> context.keep(document(space, candidate));
    log.best().ifPresent(better);
    SubmodelSearch search =
        new SubmodelSearch(
            options,
            space,
            new StructureDraw(space.prunables(), limits, usual, training.seed()),
            usual,
            log,
            training.nanoClock(),
            context);
    try (MaskedNetwork network =
        MaskedNetwork.open(analysis, blocks(space), training.instruments().residents())) {
      CandidateScorer scorer = scorer(network, training, context);
      Candidate best = search.run(scorer::of, better);
      return new Found(best.widths(), log.all(), search.warnings());
    }
  }

  private StepDocument document(SearchSpace space, Candidate candidate) {
    Cut cut = space.cut(candidate.widths());
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("candidate", candidate.number());
    found.put("of", options.candidates());
    found.put("divergence", candidate.score());
    candidate.accuracy().ifPresent(accuracy -> found.put("accuracy", accuracy));
    return BestCut.document(
        analysis.channels(),
        cut,
        new Cutting(analysis.channels(), cut).apply(),
        candidate.cost(),
        found);
  }

  private CandidateScorer scorer(
      MaskedNetwork network, TrainingContext training, StepContext context) {
    int recalibrated = spec.recovery().samples();
    int batch = spec.recovery().batchSize();
    return new CandidateScorer(
        analysis,
        network,
        training.samples().calibration(0, recalibrated, batch, training.seed()),
        training.samples().calibration(recalibrated, options.samples(), batch, training.seed()),
        training.samples().summary().task(),
        context::throwIfCancelled);
  }

  private static List<ResidualBlock> blocks(SearchSpace space) {
    return space.prunables().stream()
        .filter(PrunableBlock.class::isInstance)
        .flatMap(prunable -> ((PrunableBlock) prunable).blocks().stream())
        .distinct()
        .toList();
  }
}
