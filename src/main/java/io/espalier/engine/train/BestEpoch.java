package io.espalier.engine.train;

import io.espalier.engine.train.TrainingResult.Validation;
import io.espalier.engine.train.TrainingSettings.EarlyStopping;
import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The epoch with the lowest validation loss, its weights, and the epochs since. */
final class BestEpoch {
  private final Optional<EarlyStopping> stopping;
  private Optional<Validation> best = Optional.empty();
  private Map<String, Tensor> weights = Map.of();
  private int worse;

  /**
   * @param stopping empty to remember only how good the best was
   */
  BestEpoch(Optional<EarlyStopping> stopping) {
    this.stopping = stopping;
  }

  void restore(Optional<Validation> oldBest, Map<String, Tensor> oldWeights, int oldWorse) {
    best = oldBest;
    weights = Map.copyOf(oldWeights);
    worse = oldWorse;
  }

  /** Takes an epoch into account; its weights are asked for only where it is the best. */
  void offer(Validation validation, Supplier<Map<String, Tensor>> learned) {
    double lowest = best.map(Validation::loss).orElse(Double.POSITIVE_INFINITY);
    double minimum = stopping.map(EarlyStopping::minimumImprovement).orElse(0.0);
    if (validation.loss() < lowest - minimum) {
      best = Optional.of(validation);
      worse = 0;
      weights = stopping.isPresent() ? Map.copyOf(learned.get()) : Map.of();
    } else {
      worse++;
    }
  }

  /** Whether the patience is at its end. */
  boolean isOver() {
    return stopping.filter(settings -> worse >= settings.patience()).isPresent();
  }

  Optional<Validation> best() {
    return best;
  }

  /** Empty before the first epoch that improved, and without early stopping. */
  Map<String, Tensor> weights() {
    return weights;
  }

  int worse() {
    return worse;
  }
}
