package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.JobSpecReader;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.StepDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods of this service, exactly one for every kind of step. */
public final class MethodRegistry {
  private final Map<Class<?>, CompressionMethod<?>> methods = new LinkedHashMap<>();

  /**
   * A registry of these methods.
   *
   * @throws IllegalArgumentException when a kind of step has no method or two
   */
  public MethodRegistry(List<CompressionMethod<?>> methods) {
    methods.forEach(this::register);
    Set<Class<?>> missing =
        Set.of(MethodSpec.class.getPermittedSubclasses()).stream()
            .filter(spec -> !this.methods.containsKey(spec))
            .collect(Collectors.toSet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("No method is registered for %s.".formatted(missing));
    }
  }

  /** What each step type is called, does and takes; for documentation. */
  public List<StepDescription<?>> descriptions() {
    return methods.values().stream()
        .<StepDescription<?>>map(CompressionMethod::description)
        .toList();
  }

  /** A reader of job documents whose steps are those of these methods. */
  public JobSpecReader jobSpecReader() {
    return new JobSpecReader(descriptions());
  }

  public StepPlan plan(Analysis analysis, MethodSpec spec, PlanContext context) {
    return methodOf(spec).plan(analysis, spec, context);
  }

  public Graph outline(Analysis analysis, MethodSpec spec, StepPlan plan) {
    return methodOf(spec).outline(analysis, spec, plan);
  }

  public StepOutput apply(Analysis analysis, MethodSpec spec, StepPlan plan, StepContext context) {
    return methodOf(spec).apply(analysis, spec, plan, context);
  }

  private void register(CompressionMethod<?> method) {
    if (methods.putIfAbsent(method.specType(), method) != null) {
      throw new IllegalArgumentException(
          "Two methods are registered for %s.".formatted(method.specType()));
    }
  }

  @SuppressWarnings("unchecked")
  private <S extends MethodSpec> CompressionMethod<S> methodOf(S spec) {
    return (CompressionMethod<S>) methods.get(spec.getClass());
  }
}
