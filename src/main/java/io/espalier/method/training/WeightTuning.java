package io.espalier.method.training;

import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.Device;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Trainer;
import io.espalier.engine.train.TrainingResult;
import io.espalier.engine.train.TrainingSettings;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingPlan;
import io.espalier.method.TrainingRecord;
import io.espalier.method.TrainingRecord.BestEpoch;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Trains the weights of a network; the graph stays as it is. */
public final class WeightTuning {
  private static final double NANOS_PER_SECOND = 1e9;

  private WeightTuning() {}

  /** A network that was trained, and how. */
  public record Tuned(Graph graph, TrainingRecord record) {}

  /**
   * Trains, from the newest checkpoint where there is one.
   *
   * @param augment in the order in which they are applied
   * @throws io.espalier.problem.EspalierException as {@link Trainer#train} does
   */
  public static Tuned tune(
      Analysis analysis,
      TrainingSpec options,
      List<Augmentation> augment,
      TrainingContext training) {
    TrainableWeights weights = TrainableWeights.of(analysis, options);
    TrainingSettings settings =
        options.settings(training.samples().summary().task(), weights.groups(), training.seed());
    TrainingData data =
        training
            .samples()
            .training(options.batchSize(), options.validationShare(), augment, training.seed());
    long started = training.nanoClock().getAsLong();
    TrainingResult result = train(analysis, settings, data, training);
    double seconds = (training.nanoClock().getAsLong() - started) / NANOS_PER_SECOND;
    return new Tuned(
        LearnedWeights.into(analysis.graph(), result.weights()),
        record(weights.plan(), data, result, seconds, training.devices()));
  }

  private static TrainingResult train(
      Analysis analysis, TrainingSettings settings, TrainingData data, TrainingContext training) {
    Optional<TypedGraph> teacher =
        settings.learner().distillation().map(_ -> training.original().typed());
    try (Learner learner =
        training.learners().open(analysis.typed(), settings.learner(), teacher)) {
      return new Trainer(training.nanoClock())
          .train(learner, settings, data, training.checkpoints(), training.listener());
    }
  }

  private static TrainingRecord record(
      TrainingPlan sizes,
      TrainingData data,
      TrainingResult result,
      double seconds,
      List<Device> devices) {
    return new TrainingRecord(
        sizes.trainableParameters(),
        sizes.frozenParameters(),
        data.samples(),
        data.validationSamples(),
        result.epochs(),
        result.steps(),
        seconds,
        devices.stream().map(Device::toString).toList(),
        result.best().map(WeightTuning::best),
        result.stoppedEarly(),
        result.curve());
  }

  private static BestEpoch best(TrainingResult.Validation best) {
    return new BestEpoch(
        best.epoch() + 1,
        best.loss(),
        Double.isNaN(best.accuracy()) ? Optional.empty() : Optional.of(best.accuracy()));
  }
}
