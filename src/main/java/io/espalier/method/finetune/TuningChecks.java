package io.espalier.method.finetune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.method.training.TrainableWeights;
import io.espalier.method.training.TuningPlace;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;

/** Whether a training that is part of another step fits the model and the data of its job. */
public final class TuningChecks {
  private TuningChecks() {}

  /** Reports every fault at its place in the job document. */
  public static void check(
      Analysis analysis, TrainingSpec training, TuningPlace place, Problems problems) {
    place
        .context()
        .dataset()
        .ifPresent(data -> new DataFit(training, data, place, problems).check(analysis));
    try {
      TrainableWeights.of(analysis, training, place);
    } catch (EspalierException refusal) {
      problems.addAll(refusal.problems());
    }
  }
}
