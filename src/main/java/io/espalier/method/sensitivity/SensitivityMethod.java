package io.espalier.method.sensitivity;

import io.espalier.engine.TorchRuntime;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.CompressionMethod;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.LayerComparison;
import io.espalier.method.PlanContext;
import io.espalier.method.SensitivityRecord;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.ChannelOrders;
import io.espalier.method.prune.PruneChecks;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.width.Candidates;
import io.espalier.method.spec.SensitivityOptions;
import io.espalier.method.spec.SensitivitySpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Optional;

/** A measurement of how much each group of channels matters; the network stays as it is. */
public final class SensitivityMethod implements CompressionMethod<SensitivitySpec> {
  @Override
  public Class<SensitivitySpec> specType() {
    return SensitivitySpec.class;
  }

  @Override
  public StepDescription<SensitivitySpec> description() {
    return SensitivityOptions.DESCRIPTION;
  }

  @Override
  public StepPlan plan(Analysis analysis, SensitivitySpec spec, PlanContext context) {
    requireProgram(analysis);
    List<String> warnings = PruneChecks.check(analysis, spec.asPruning(), context);
    Candidates.of(analysis, spec.asPruning());
    CostTotals cost = CostTotals.of(analysis.cost());
    return new StepPlan(
        SensitivitySpec.TYPE,
        cost,
        cost,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        LayerComparison.between(analysis.cost(), analysis.cost()),
        warnings,
        false);
  }

  private static void requireProgram(Analysis analysis) {
    List<Problem> unsupported = TorchRuntime.unsupported(analysis.typed());
    if (!unsupported.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN, "The model cannot be run by what measures it.", unsupported);
    }
  }

  @Override
  public Graph outline(Analysis analysis, SensitivitySpec spec, StepPlan plan) {
    return analysis.graph();
  }

  @Override
  public StepOutput apply(
      Analysis analysis, SensitivitySpec spec, StepPlan plan, StepContext context) {
    ScoringData data = ScoringData.of(context);
    List<ChannelGroup> groups = Candidates.of(analysis, spec.asPruning()).groups();
    List<List<Integer>> orders = ChannelOrders.of(groups, analysis, spec.asPruning(), data);
    SensitivityRecord record = new Measurement(analysis, spec, data).of(groups, orders);
    return StepOutput.of(
            analysis.graph(),
            plan,
            new Equivalence.SameAs("measured equals the original", analysis.graph()))
        .with(record)
        .with(SensitivityDocument.of(record));
  }
}
