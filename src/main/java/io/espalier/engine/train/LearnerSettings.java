package io.espalier.engine.train;

import java.util.List;
import java.util.Optional;

/**
 * What a learner is made with.
 *
 * @param groups disjoint; weights in none of them stay as they are
 * @param clipNorm gradients are scaled down to this norm
 * @param averaging decay of the moving average of the weights, in (0, 1)
 * @param distillation from a second network, given beside the first
 * @param penalty added to the loss, whatever that is mixed of
 */
public record LearnerSettings(
    Optimizer optimizer,
    List<ParameterGroup> groups,
    Loss loss,
    Optional<Double> clipNorm,
    Optional<Double> averaging,
    Optional<Distillation> distillation,
    BatchNormMode batchNorm,
    TrainingPrecision precision,
    Optional<Penalty> penalty) {
  public LearnerSettings {
    groups = List.copyOf(groups);
  }

  /** Without a penalty. */
  public LearnerSettings(
      Optimizer optimizer,
      List<ParameterGroup> groups,
      Loss loss,
      Optional<Double> clipNorm,
      Optional<Double> averaging,
      Optional<Distillation> distillation,
      BatchNormMode batchNorm,
      TrainingPrecision precision) {
    this(
        optimizer,
        groups,
        loss,
        clipNorm,
        averaging,
        distillation,
        batchNorm,
        precision,
        Optional.empty());
  }

  public LearnerSettings with(Penalty added) {
    return new LearnerSettings(
        optimizer,
        groups,
        loss,
        clipNorm,
        averaging,
        distillation,
        batchNorm,
        precision,
        Optional.of(added));
  }
}
