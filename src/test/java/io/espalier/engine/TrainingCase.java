package io.espalier.engine;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Settings of a learner, changed one by one, and random data. */
record TrainingCase(LearnerSettings settings) {
  static final Optimizer SGD = new Optimizer.Sgd(0.1, 0, 0, false);

  static TrainingCase of(Loss loss, String... weights) {
    return new TrainingCase(
        new LearnerSettings(
            SGD,
            List.of(new ParameterGroup(List.of(weights), 0.1, 0)),
            loss,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            BatchNormMode.TRAINING,
            TrainingPrecision.FP32,
            Optional.empty()));
  }

  TrainingCase with(Optimizer optimizer) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (ParameterGroup group : settings.groups()) {
      groups.add(
          new ParameterGroup(group.weights(), optimizer.learningRate(), optimizer.weightDecay()));
    }
    return changed(optimizer, groups, settings.batchNorm(), settings.precision());
  }

  TrainingCase with(ParameterGroup... groups) {
    return changed(
        settings.optimizer(), List.of(groups), settings.batchNorm(), settings.precision());
  }

  TrainingCase with(BatchNormMode batchNorm) {
    return changed(settings.optimizer(), settings.groups(), batchNorm, settings.precision());
  }

  TrainingCase with(TrainingPrecision precision) {
    return changed(settings.optimizer(), settings.groups(), settings.batchNorm(), precision);
  }

  private TrainingCase changed(
      Optimizer optimizer,
      List<ParameterGroup> groups,
      BatchNormMode batchNorm,
      TrainingPrecision precision) {
    return new TrainingCase(
        new LearnerSettings(
            optimizer,
            groups,
            settings.loss(),
            settings.clipNorm(),
            settings.averaging(),
            settings.distillation(),
            batchNorm,
            precision,
            Optional.empty()));
  }

  TrainingCase clippedTo(double norm) {
    return more(Optional.of(norm), settings.averaging(), settings.distillation());
  }

  TrainingCase averagedBy(double decay) {
    return more(settings.clipNorm(), Optional.of(decay), settings.distillation());
  }

  TrainingCase taught(double temperature, double alpha) {
    return more(
        settings.clipNorm(),
        settings.averaging(),
        Optional.of(new Distillation(temperature, alpha)));
  }

  private TrainingCase more(
      Optional<Double> clipNorm, Optional<Double> averaging, Optional<Distillation> distillation) {
    return new TrainingCase(
        new LearnerSettings(
            settings.optimizer(),
            settings.groups(),
            settings.loss(),
            clipNorm,
            averaging,
            distillation,
            settings.batchNorm(),
            settings.precision(),
            Optional.empty()));
  }

  static Tensor normal(long seed, long... shape) {
    Random random = new Random(seed);
    int count = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(shape, values);
  }

  static Tensor classes(long seed, int classes, long... shape) {
    Random random = new Random(seed);
    int count = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensor.ofLongs(shape, random.longs(count, 0, classes).toArray());
  }
}
