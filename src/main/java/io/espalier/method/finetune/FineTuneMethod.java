package io.espalier.method.finetune;

import io.espalier.engine.TorchRuntime;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.CompressionMethod;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.LayerComparison;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.spec.FineTuneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.training.TrainableWeights;
import io.espalier.method.training.TuningPlace;
import io.espalier.method.training.WeightTuning;
import io.espalier.method.training.WeightTuning.Tuned;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Optional;

/** Fine-tuning: the weights learn on the job's data set, and the graph stays as it is. */
public final class FineTuneMethod implements CompressionMethod<FineTuneSpec> {
  private static final Equivalence TUNED =
      new Equivalence.Unlike(
          "tuned equals untuned", "Training changes what is computed, by design.");

  @Override
  public Class<FineTuneSpec> specType() {
    return FineTuneSpec.class;
  }

  @Override
  public StepDescription<FineTuneSpec> description() {
    return FineTuneOptions.DESCRIPTION;
  }

  @Override
  public StepPlan plan(Analysis analysis, FineTuneSpec spec, PlanContext context) {
    requireProgram(analysis);
    TuningPlace place = new TuningPlace(context, FineTuneSpec.TYPE, "");
    Problems problems = new Problems();
    context
        .dataset()
        .ifPresent(data -> new DataFit(spec.training(), data, place, problems).check(analysis));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    TrainableWeights weights = TrainableWeights.of(analysis, spec.training(), place);
    CostTotals cost = CostTotals.of(analysis.cost());
    return new StepPlan(
        FineTuneSpec.TYPE,
        cost,
        cost,
        Optional.empty(),
        Optional.of(weights.plan()),
        List.of(),
        List.of(),
        LayerComparison.between(analysis.cost(), analysis.cost()),
        List.of(),
        false);
  }

  private static void requireProgram(Analysis analysis) {
    List<Problem> unsupported = TorchRuntime.unsupported(analysis.typed());
    if (!unsupported.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN, "The model cannot be trained.", unsupported);
    }
  }

  @Override
  public Graph outline(Analysis analysis, FineTuneSpec spec, StepPlan plan) {
    return analysis.graph();
  }

  @Override
  public StepOutput apply(
      Analysis analysis, FineTuneSpec spec, StepPlan plan, StepContext context) {
    Tuned tuned = WeightTuning.tune(analysis, spec.training(), spec.augment(), context.training());
    return StepOutput.of(tuned.graph(), plan, TUNED).with(tuned.record());
  }
}
