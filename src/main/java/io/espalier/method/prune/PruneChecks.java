package io.espalier.method.prune;

import io.espalier.dataset.DatasetSummary;
import io.espalier.engine.TorchRuntime;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.PlanContext;
import io.espalier.method.finetune.TuningChecks;
import io.espalier.method.prune.layer.LayerChecks;
import io.espalier.method.prune.layer.LayerPatterns;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.training.TuningPlace;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** Whether the options of a prune step fit the model and the data of its job. */
public final class PruneChecks {
  private final Analysis analysis;
  private final PruneSpec spec;
  private final PlanContext context;
  private final LayerPatterns patterns;
  private final Problems problems = new Problems();

  private PruneChecks(Analysis analysis, PruneSpec spec, PlanContext context) {
    this.analysis = analysis;
    this.spec = spec;
    this.context = context;
    this.patterns = new LayerPatterns(spec.layers());
  }

  /**
   * Checks everything that can be told without scoring a channel.
   *
   * @return sentences for the warnings of the plan
   * @throws EspalierException ({@link ErrorCode#VALIDATION_FAILED}) with every fault and its JSON
   *     pointer, or ({@link ErrorCode#INFEASIBLE_PLAN}) when the step runs the network and that has
   *     no program
   */
  public static List<String> check(Analysis analysis, PruneSpec spec, PlanContext context) {
    return new PruneChecks(analysis, spec, context).check();
  }

  private List<String> check() {
    List<String> warnings = new ArrayList<>();
    LayerChecks layers = new LayerChecks(analysis.channels(), context, problems);
    layers.check(spec.layers());
    layers.check(spec.ranking().scope());
    refuseAllProtected();
    context.dataset().ifPresent(data -> warnings.addAll(checkSamples(data)));
    checkTuning();
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    requireProgram();
    return warnings;
  }

  private void refuseAllProtected() {
    List<ChannelGroup> cuttable = cuttable();
    boolean none = !cuttable.isEmpty() && cuttable.stream().allMatch(patterns::protects);
    if (none && !mayDropBlocks()) {
      problems.add(
          context.place("protect"),
          "nothing-to-cut",
          "Every layer whose channels could go is protected. Protect fewer.");
    }
  }

  private List<ChannelGroup> cuttable() {
    return analysis.channels().allGroups().stream().filter(ChannelGroup::prunable).toList();
  }

  private boolean mayDropBlocks() {
    boolean wanted =
        spec.levels().contains(PruneLevel.BLOCK) || spec.levels().contains(PruneLevel.DEPTH);
    return wanted
        && ResidualBlocks.find(analysis.typed()).stream()
            .anyMatch(block -> !patterns.protectsAny(block.nodes()));
  }

  private List<String> checkSamples(DatasetSummary data) {
    SampleChecks checks = new SampleChecks(spec, data, context, problems);
    checks.check(cuttable().stream().filter(group -> !patterns.protects(group)).toList());
    return checks.warnings();
  }

  private void checkTuning() {
    TuningPlace place = new TuningPlace(context, PruneSpec.TYPE, "flow/tune/");
    if (spec.flow() instanceof Flow.Iterative iterative) {
      iterative
          .tune()
          .ifPresent(tune -> TuningChecks.check(analysis, tune.training(), place, problems));
    }
  }

  private void requireProgram() {
    List<Problem> unsupported =
        spec.needsData() ? TorchRuntime.unsupported(analysis.typed()) : List.of();
    if (!unsupported.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "The model cannot be run by what the step measures it with.",
          unsupported);
    }
  }
}
