package io.espalier.method;

import io.espalier.dataset.DatasetSummary;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Plans and carries out the steps of a job, one after the other. */
public final class Compression {
  private final MethodRegistry methods;

  public Compression(MethodRegistry methods) {
    this.methods = methods;
  }

  /**
   * The dry run: what the job would do. Every step is planned on the outline of what the one before
   * leaves; nothing is written, and no network is run or trained.
   *
   * @param dataset what the data set of the job holds; empty where it names none
   * @throws EspalierException as {@link CompressionMethod#plan} does
   */
  public JobPlan plan(Analysis original, JobSpec spec, Optional<DatasetSummary> dataset) {
    int last = spec.steps().size() - 1;
    List<StepPlan> plans = new ArrayList<>();
    Analysis current = original;
    for (int i = 0; i < last; i++) {
      MethodSpec step = spec.steps().get(i);
      StepPlan plan = methods.plan(current, step, context(spec, i, dataset));
      plans.add(plan);
      current = asPlanned(methods.outline(current, step, plan), current, step, plan);
    }
    plans.add(methods.plan(current, spec.steps().get(last), context(spec, last, dataset)));
    return JobPlan.of(plans);
  }

  /**
   * Carries the job out.
   *
   * @param contexts of the steps, by their index
   * @throws EspalierException as {@link CompressionMethod#plan} does, and {@link
   *     ErrorCode#VERIFICATION_FAILED} when a result does not cost what its plan said
   * @throws java.util.concurrent.CancellationException when the context says so
   */
  public CompressionResult run(
      Analysis original,
      JobSpec spec,
      Optional<DatasetSummary> dataset,
      IntFunction<StepContext> contexts) {
    List<StepResult> results = new ArrayList<>();
    Analysis current = original;
    for (int i = 0; i < spec.steps().size(); i++) {
      StepContext context = contexts.apply(i);
      context.throwIfCancelled();
      results.add(runStep(current, spec.steps().get(i), context(spec, i, dataset), context));
      current = results.getLast().after();
    }
    return new CompressionResult(results);
  }

  private StepResult runStep(
      Analysis before, MethodSpec step, PlanContext planning, StepContext context) {
    StepPlan plan = methods.plan(before, step, planning);
    StepOutput output = methods.apply(before, step, plan, context);
    return new StepResult(before, output, asPlanned(output.graph(), before, step, output.done()));
  }

  private static PlanContext context(JobSpec spec, int step, Optional<DatasetSummary> dataset) {
    return new PlanContext(step, spec.seed() + step, dataset);
  }

  private static Analysis asPlanned(Graph made, Analysis before, MethodSpec step, StepPlan plan) {
    Analysis result = Analyzer.analyzeAsIs(made, before.extents());
    CostTotals counted = CostTotals.of(result.cost());
    if (!counted.equals(plan.after())) {
      throw new EspalierException(
          ErrorCode.VERIFICATION_FAILED,
          "The result of the step (%s) costs %s, but its plan said %s."
              .formatted(step.type(), counted, plan.after()));
    }
    return result;
  }
}
