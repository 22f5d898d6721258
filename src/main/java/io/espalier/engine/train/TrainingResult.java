package io.espalier.engine.train;

import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param steps of the optimiser
 * @param epochs that were begun
 * @param stoppedEarly whether the validation loss ended it
 * @param best the epoch with the lowest validation loss; empty without validation samples
 * @param weights by the names of the graph's constants, running statistics among them; with early
 *     stopping those of the best epoch, else the last
 * @param curve every series in the order of its steps, at most some thousand points each
 */
public record TrainingResult(
    long steps,
    int epochs,
    boolean stoppedEarly,
    Optional<Validation> best,
    Map<String, Tensor> weights,
    List<Point> curve) {
  public TrainingResult {
    weights = Map.copyOf(weights);
    curve = List.copyOf(curve);
  }

  /**
   * How good the network was on samples that it did not learn from.
   *
   * @param epoch from 0
   * @param step after which it was measured
   * @param loss mean over the samples, without label smoothing and distillation
   * @param accuracy share of the answers that were right; NaN where there are no classes
   */
  public record Validation(int epoch, long step, double loss, double accuracy) {}
}
