package io.espalier.method.training;

import io.espalier.engine.train.ParameterGroup;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.TrainingPlan;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.problem.EspalierException;
import java.util.List;

/** The weights of a network that a training changes. */
public record TrainableWeights(List<ParameterGroup> groups, TrainingPlan plan) {

  public static TrainableWeights of(Analysis analysis, TrainingSpec training) {
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

  /** As {@link #of}, problems at their place in the job document. */
  public static TrainableWeights of(Analysis analysis, TrainingSpec training, TuningPlace place) {
    try {
      return of(analysis, training);
    } catch (EspalierException refusal) {
      throw place.placed(refusal);
    }
  }
}
