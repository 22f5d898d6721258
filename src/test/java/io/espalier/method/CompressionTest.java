package io.espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.Output;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CompressionTest {
  private final Compression compression = compression(new PruneMethod());
  private final Analysis original = Analyzer.analyze(network());

  @Test
  void plansWhatItThenDoes() {
    JobSpec job = job(prune(0.7), prune(0.6));
    CompressionResult result =
        compression.run(original, job, Optional.empty(), _ -> StepContext.unwatched());
    assertThat(compression.plan(original, job, Optional.empty())).isEqualTo(result.plan());
    assertThat(result.plan().after()).isEqualTo(CostTotals.of(result.compressed().cost()));
  }

  @Test
  void plansEveryStepOnWhatTheOneBeforeLeaves() {
    JobPlan plan = compression.plan(original, job(prune(0.7), prune(0.6)), Optional.empty());
    StepPlan first = plan.steps().getFirst();
    StepPlan second = plan.steps().getLast();
    assertThat(second.before()).isEqualTo(first.after());
    assertThat(plan.before()).isEqualTo(CostTotals.of(original.cost()));
    assertThat(plan.after()).isEqualTo(second.after());
    LayerComparison layer = plan.layers().getFirst();
    assertThat(layer.before()).isEqualTo(first.layers().getFirst().before());
    assertThat(layer.after()).isEqualTo(second.layers().getFirst().after());
  }

  @Test
  void drawsOtherChannelsForAnotherSeed() {
    PruneSpec random = PruneSpec.of(new Criterion.Random(), Budget.ofMacs(0.5));
    JobPlan plan = compression.plan(original, job(random), Optional.empty());
    assertThat(compression.plan(original, job(random), Optional.empty())).isEqualTo(plan);
    JobSpec other = new JobSpec("mdl", List.of(random), 43, Set.of(Output.ONNX), Optional.empty());
    assertThat(compression.plan(original, other, Optional.empty())).isNotEqualTo(plan);
  }

  @Test
  void refusesAResultThatDoesNotCostWhatItsPlanSaid() {
    Compression lazy = compression(new LazyMethod());
    assertThatThrownBy(
            () ->
                lazy.run(original, job(prune(0.5)), Optional.empty(), _ -> StepContext.unwatched()))
        .isInstanceOfSatisfying(
            EspalierException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED));
  }

  @Test
  void leavesTheOriginalUntouched() {
    CostTotals before = CostTotals.of(original.cost());
    compression.run(original, job(prune(0.5)), Optional.empty(), _ -> StepContext.unwatched());
    assertThat(CostTotals.of(Analyzer.analyze(original.graph()).cost())).isEqualTo(before);
  }

  /** Plans as pruning does but cuts nothing. */
  private static final class LazyMethod implements CompressionMethod<PruneSpec> {
    private final PruneMethod prune = new PruneMethod();

    @Override
    public Class<PruneSpec> specType() {
      return PruneSpec.class;
    }

    @Override
    public StepDescription<PruneSpec> description() {
      return prune.description();
    }

    @Override
    public StepPlan plan(Analysis analysis, PruneSpec spec, PlanContext context) {
      return prune.plan(analysis, spec, context);
    }

    @Override
    public Graph outline(Analysis analysis, PruneSpec spec, StepPlan plan) {
      return prune.outline(analysis, spec, plan);
    }

    @Override
    public StepOutput apply(Analysis analysis, PruneSpec spec, StepPlan plan, StepContext context) {
      return StepOutput.of(
          analysis.graph(), plan, new Equivalence.Unlike("nothing", "None is cut."));
    }
  }

  private static Compression compression(CompressionMethod<?> method) {
    return new Compression(
        new MethodRegistry(List.of(method, new FineTuneMethod(), new SensitivityMethod())));
  }

  private static MethodSpec prune(double remaining) {
    return PruneSpec.of(new Criterion.L1(), Budget.ofMacs(remaining));
  }

  private static JobSpec job(MethodSpec... steps) {
    return new JobSpec("mdl", List.of(steps), 42, Set.of(Output.ONNX), Optional.empty());
  }

  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder("net", 9);
    String x = net.relu(net.conv(net.input("image", 3, 8, 8), 3, 64, 3, 1, 1));
    x = net.relu(net.batchNorm(net.conv(x, 64, 96, 3, 1, 1), 96));
    Map<String, Attribute> axis = Map.of("axis", Attribute.of(1L));
    String flat = net.op("Flatten", axis, net.op("GlobalAveragePool", x));
    return net.output(net.linear(flat, 96, 10), 10).build();
  }
}
