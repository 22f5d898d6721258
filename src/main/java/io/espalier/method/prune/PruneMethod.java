package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.method.CompressionMethod;
import io.espalier.method.Equivalence;
import io.espalier.method.GroupCut;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.ranking.ChannelRanking;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Structured pruning: the channels with the lowest scores of the whole network go, in every layer
 * that shares them.
 *
 * <p>Groups that are normalised over their channels (LayerNorm) are left whole where the target can
 * be reached without them, because cutting them changes what the remaining channels compute.
 */
public final class PruneMethod implements CompressionMethod<PruneSpec> {
  /** Fixed by name, so that a seed draws the same channels on every machine and version. */
  private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

  private static final String CLAIM = "cut equals silenced";
  private static final String NORMALISED =
      "A layer is normalised over channels that were cut: outputs change by design.";

  @Override
  public Class<PruneSpec> specType() {
    return PruneSpec.class;
  }

  @Override
  public StepDescription<PruneSpec> description() {
    return PruneOptions.DESCRIPTION;
  }

  @Override
  public StepPlan plan(Analysis analysis, PruneSpec spec, PlanContext context) {
    List<PrunableGroup> groups = scored(analysis, spec, context.seed());
    return new PrunePlanner(analysis, spec, groups).plan();
  }

  @Override
  public Graph outline(Analysis analysis, PruneSpec spec, StepPlan plan) {
    return new ChannelCut(analysis.channels(), removed(plan)).apply();
  }

  @Override
  public StepOutput apply(Analysis analysis, PruneSpec spec, StepPlan plan, StepContext context) {
    context.progress(0, "Cutting channels");
    context.throwIfCancelled();
    Graph cut = outline(analysis, spec, plan);
    context.progress(1, "Channels are cut");
    return StepOutput.of(cut, plan, equivalence(analysis, plan));
  }

  /** The graph as wide as before, the cut channels silenced. */
  private static Equivalence equivalence(Analysis analysis, StepPlan plan) {
    boolean alters =
        plan.groups().stream()
            .anyMatch(cut -> cut.altersNormalization() && !cut.removed().isEmpty());
    return alters
        ? new Equivalence.Unlike(CLAIM, NORMALISED)
        : new Equivalence.SameAs(
            CLAIM, new ChannelMask(analysis.channels(), removed(plan)).apply());
  }

  private static Map<String, Set<Integer>> removed(StepPlan plan) {
    Map<String, Set<Integer>> removed = new LinkedHashMap<>();
    for (GroupCut cut : plan.groups()) {
      if (!cut.removed().isEmpty()) {
        removed.put(cut.group(), Set.copyOf(cut.removed()));
      }
    }
    return removed;
  }

  private static List<PrunableGroup> scored(Analysis analysis, PruneSpec spec, long seed) {
    List<ChannelGroup> groups = Candidates.of(analysis, spec.levels());
    RandomGenerator random = RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(seed);
    List<MemberScores> members =
        Criteria.of(spec.criterion(), spec.target())
            .of(groups, ScoringContext.ofWeights(analysis, random));
    List<double[]> scores =
        new ChannelRanking(spec.ranking(), analysis.graph()).of(groups, members);
    List<PrunableGroup> scored = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      ChannelGroup group = groups.get(g);
      scored.add(new PrunableGroup(group, scores.get(g), WidthRule.of(group, spec)));
    }
    return scored;
  }
}
