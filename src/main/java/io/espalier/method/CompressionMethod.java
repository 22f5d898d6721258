package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.StepDescription;
import java.util.Optional;

/**
 * A way to make a network smaller: a function from graph to graph, planned before it is carried
 * out.
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
   * @throws io.espalier.problem.EspalierException {@code INFEASIBLE_PLAN} when the step can do
   *     nothing for this model, {@code NON_FINITE_WEIGHTS} when weights it needs are NaN or
   *     infinite
   */
  StepPlan plan(Analysis analysis, S spec, long seed);

  /**
   * The graph after the step, as planned.
   *
   * @param plan made by this method for the same analysis and options
   * @throws java.util.concurrent.CancellationException when the context says so
   */
  Graph apply(Analysis analysis, S spec, StepPlan plan, StepContext context);

  /**
   * A graph that must compute the same as the result of {@link #apply} but is made in another way,
   * so that running both proves the result; empty when the step changes what is computed.
   */
  Optional<Graph> equivalent(Analysis analysis, S spec, StepPlan plan);
}
