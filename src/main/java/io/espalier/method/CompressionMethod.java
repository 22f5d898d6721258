package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.StepDescription;

/**
 * A way to make a network smaller or better: a function from graph to graph, planned before it is
 * carried out.
 *
 * @param <S> the options of a step of this method
 */
public interface CompressionMethod<S extends MethodSpec> {
  Class<S> specType();

  StepDescription<S> description();

  /**
   * What the step will do. Pure and quick: it reads weights but runs no network, and equal
   * arguments give equal plans.
   *
   * @throws io.espalier.problem.EspalierException {@code VALIDATION_FAILED} when options do not fit
   *     the model or the data, {@code INFEASIBLE_PLAN} when the step can do nothing for this model,
   *     {@code NON_FINITE_WEIGHTS} when weights it needs are NaN or infinite
   */
  StepPlan plan(Analysis analysis, S spec, PlanContext context);

  /**
   * A graph of the nodes, types and cost of the step's result, made without running or training
   * anything: what the steps after it are planned on in a dry run.
   */
  Graph outline(Analysis analysis, S spec, StepPlan plan);

  /**
   * The step, carried out as planned; a provisional plan is decided first.
   *
   * @param plan made by this method for the same analysis and options
   * @throws java.util.concurrent.CancellationException when the context says so
   */
  StepOutput apply(Analysis analysis, S spec, StepPlan plan, StepContext context);
}
