package io.espalier.method.finetune;

import io.espalier.engine.train.ParameterGroup;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.PlanContext;
import io.espalier.method.TrainingPlan;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.method.training.ParameterGroups;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/** The weights of a network that a training changes. */
record TrainableWeights(List<ParameterGroup> groups, TrainingPlan plan) {

  static TrainableWeights of(Analysis analysis, TrainingSpec training) {
    List<ParameterGroup> groups =
        ParameterGroups.of(analysis.typed(), training.optimizer(), training.weights());
    List<String> names = groups.stream().flatMap(group -> group.weights().stream()).toList();
    long trainable =
        names.stream()
            .mapToLong(name -> analysis.graph().initializers().get(name).elements())
            .sum();
    return new TrainableWeights(
        groups,
        new TrainingPlan(trainable, analysis.cost().parameters() - trainable, names.size()));
  }

  /** As {@link #of}, problems at the place of their step. */
  static TrainableWeights of(Analysis analysis, TrainingSpec training, PlanContext context) {
    try {
      return of(analysis, training);
    } catch (EspalierException refusal) {
      List<Problem> placed =
          refusal.problems().stream()
              .map(
                  problem ->
                      new Problem(
                          context.place(problem.place().replaceFirst("^/", "")),
                          problem.code(),
                          problem.message()))
              .toList();
      throw new EspalierException(refusal.code(), refusal.getMessage(), placed);
    }
  }
}
