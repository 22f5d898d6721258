package io.espalier.engine.train;

import io.espalier.engine.train.TrainingSettings.EarlyStopping;
import io.espalier.engine.train.TrainingSettings.Length;
import java.util.List;
import java.util.Optional;

/** Settings of small trainings. */
final class SampleSettings {
  static final double RATE = 0.02;

  private SampleSettings() {}

  static TrainingSettings of(Length length, int batch, int microBatch) {
    return of(length, batch, microBatch, RATE, Optional.empty());
  }

  static TrainingSettings of(
      Length length, int batch, int microBatch, double rate, Optional<EarlyStopping> stopping) {
    return new TrainingSettings(
        length,
        batch,
        microBatch,
        learner(rate, BatchNormMode.FROZEN),
        new Schedule.Constant(0),
        stopping,
        42);
  }

  static LearnerSettings learner(double rate, BatchNormMode batchNorm) {
    return new LearnerSettings(
        new Optimizer.Sgd(rate, 0.9, 0, false),
        List.of(new ParameterGroup(List.of(QuadraticLearner.WEIGHT), rate, 0)),
        new Loss.MeanSquared(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        batchNorm,
        TrainingPrecision.FP32,
        Optional.empty());
  }
}
