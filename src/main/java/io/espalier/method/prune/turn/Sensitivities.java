package io.espalier.method.prune.turn;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.data.WidthSensitivity;
import io.espalier.method.prune.width.BlockCandidate;
import io.espalier.method.prune.width.Candidates;
import io.espalier.method.prune.width.Measure;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Judges what may go by what it does to the network's answers, for what it saves. */
final class Sensitivities {
  private final SearchSpace space;
  private final Candidates candidates;
  private final ScoringContext context;
  private final int samples;

  /**
   * @param space in which groups come before branches
   */
  Sensitivities(SearchSpace space, Candidates candidates, ScoringContext context, int samples) {
    this.space = space;
    this.candidates = candidates;
    this.context = context;
    this.samples = samples;
  }

  /**
   * The same space with other scores.
   *
   * @param scores that order the channels within each group
   */
  SearchSpace judged(Analysis analysis, PruneSpec spec, List<double[]> scores) {
    WidthSensitivity sensitivity = new WidthSensitivity(context, samples);
    double[] savings = savings(spec.target());
    int groups = scores.size();
    List<double[]> slopes = sensitivity.of(candidates.groups(), scores, savings);
    List<List<ResidualBlock>> branches =
        candidates.blocks().stream().map(BlockCandidate::blocks).toList();
    double[] divergences = sensitivity.ofBranches(branches);
    double[] blocks =
        IntStream.range(0, divergences.length)
            .mapToDouble(b -> divergences[b] / savings[groups + b])
            .toArray();
    return SearchSpace.of(analysis, spec, candidates, slopes, blocks);
  }

  /** What the first part of each that goes saves, as shares of the whole, over all budgets. */
  private double[] savings(Budget budget) {
    List<Measure> measures =
        Measure.of(budget).stream().filter(measure -> measure != Measure.LATENCY).toList();
    List<Measure> counted = measures.isEmpty() ? List.of(Measure.MACS) : measures;
    return IntStream.range(0, space.prunables().size())
        .mapToDouble(i -> counted.stream().mapToDouble(measure -> saving(measure, i)).sum())
        .map(saving -> Math.max(saving, Double.MIN_NORMAL))
        .toArray();
  }

  private double saving(Measure measure, int prunable) {
    List<Integer> widths = new ArrayList<>(space.whole());
    double whole = space.counting(measure).of(List.copyOf(widths));
    widths.set(prunable, widths.get(prunable) - 1);
    return 1 - space.counting(measure).of(List.copyOf(widths)) / whole;
  }
}
