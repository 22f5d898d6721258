package io.espalier.method.spec.training;

import io.espalier.dataset.DatasetTask;
import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.ParameterGroup;
import io.espalier.engine.train.Schedule;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.engine.train.TrainingSettings;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.method.training.WeightRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a step trains, as a job document says it.
 *
 * @param microBatch most samples on the device at once; empty for a whole batch
 * @param clipNorm gradients are scaled down to this norm
 * @param ema decay of the moving average of the weights
 */
public record TrainingSpec(
    Length length,
    int batchSize,
    Optional<Integer> microBatch,
    Optimizer optimizer,
    Schedule schedule,
    Optional<Double> clipNorm,
    Optional<Double> ema,
    Optional<EarlyStop> earlyStopping,
    Optional<Distillation> distillation,
    LossChoice loss,
    TrainingPrecision precision,
    BatchNormMode batchNorm,
    WeightRules weights) {

  /** What brings a compressed network back: a few epochs at a small rate that falls to 0. */
  public static final TrainingSpec DEFAULT =
      new TrainingSpec(
          new Length.Epochs(5),
          128,
          Optional.empty(),
          new Optimizer.Sgd(0.01, 0.9, 1e-4, false),
          new Schedule.Cosine(0.05, 0),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new LossChoice.Auto(0),
          TrainingPrecision.FP32,
          BatchNormMode.TRAINING,
          WeightRules.ALL);

  /**
   * An end of the training when the validation loss no longer falls.
   *
   * @param validation share of the training samples that is held back for it
   * @param patience epochs without an improvement
   * @param minimumImprovement of the validation loss
   */
  public record EarlyStop(double validation, int patience, double minimumImprovement) {}

  /** Which loss is made small. */
  public sealed interface LossChoice {
    /**
     * Cross entropy for classes, mean squared error for numbers.
     *
     * @param labelSmoothing of the cross entropy
     */
    record Auto(double labelSmoothing) implements LossChoice {}

    /** This one, whatever the task. */
    record Given(Loss loss) implements LossChoice {}

    /** The loss for a task. */
    default Loss of(DatasetTask task) {
      return switch (this) {
        case Given given -> given.loss();
        case Auto auto ->
            task == DatasetTask.REGRESSION
                ? new Loss.MeanSquared()
                : new Loss.CrossEntropy(auto.labelSmoothing());
      };
    }
  }

  /** Share of the training samples that is held back to choose the best weights by; 0 for none. */
  public double validationShare() {
    return earlyStopping.map(EarlyStop::validation).orElse(0.0);
  }

  /** Samples of a batch that are on the device at once. */
  public int microBatchSize() {
    return Math.min(batchSize, microBatch.orElse(batchSize));
  }

  /**
   * The settings of the loop and of the learner.
   *
   * @param groups what {@link io.espalier.method.training.ParameterGroups} made of {@link #weights}
   */
  public TrainingSettings settings(DatasetTask task, List<ParameterGroup> groups, long seed) {
    LearnerSettings learner =
        new LearnerSettings(
            optimizer,
            groups,
            loss.of(task),
            clipNorm,
            ema,
            distillation,
            batchNorm,
            precision,
            Optional.empty());
    return new TrainingSettings(
        length,
        batchSize,
        microBatchSize(),
        learner,
        schedule,
        earlyStopping.map(
            stop -> new TrainingSettings.EarlyStopping(stop.patience(), stop.minimumImprovement())),
        seed);
  }

  /** The options as a job document writes them, every default filled in. */
  public Map<String, Object> toDocument() {
    return TrainingDocument.of(this);
  }
}
