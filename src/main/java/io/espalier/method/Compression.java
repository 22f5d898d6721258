package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;

/** Plans and carries out the steps of a job, one after the other. */
public final class Compression {
  private final MethodRegistry methods;

  public Compression(MethodRegistry methods) {
    this.methods = methods;
  }

  /**
   * The dry run: what the job would do. Every step is planned on what the one before really leaves;
   * nothing is written and no network is run.
   *
   * @throws EspalierException as {@link CompressionMethod#plan} does
   */
  public JobPlan plan(Analysis original, JobSpec spec) {
    int last = spec.steps().size() - 1;
    List<StepPlan> plans = new ArrayList<>();
    Analysis current = original;
    for (int i = 0; i < last; i++) {
      StepPlan plan = planStep(current, spec, i);
      plans.add(plan);
      current = applyStep(current, spec.steps().get(i), plan, StepContext.unwatched());
    }
    plans.add(planStep(current, spec, last));
    return JobPlan.of(plans);
  }

  /**
   * Carries the job out.
   *
   * @throws EspalierException as {@link CompressionMethod#plan} does, and {@link
   *     ErrorCode#VERIFICATION_FAILED} when a result does not cost what its plan said
   * @throws java.util.concurrent.CancellationException when the context says so
   */
  public CompressionResult run(Analysis original, JobSpec spec, StepContext context) {
    List<StepResult> results = new ArrayList<>();
    Analysis current = original;
    for (int i = 0; i < spec.steps().size(); i++) {
      context.throwIfCancelled();
      results.add(runStep(current, spec, i, context));
      current = results.getLast().after();
    }
    return new CompressionResult(results);
  }

  private StepResult runStep(Analysis before, JobSpec spec, int index, StepContext context) {
    MethodSpec step = spec.steps().get(index);
    StepPlan plan = planStep(before, spec, index);
    Analysis after = applyStep(before, step, plan, context);
    return new StepResult(before, plan, after, methods.equivalent(before, step, plan));
  }

  private StepPlan planStep(Analysis analysis, JobSpec spec, int step) {
    return methods.plan(analysis, spec.steps().get(step), spec.seed() + step);
  }

  private Analysis applyStep(
      Analysis analysis, MethodSpec step, StepPlan plan, StepContext context) {
    Graph made = methods.apply(analysis, step, plan, context);
    Analysis result = Analyzer.analyzeAsIs(made, analysis.extents());
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
