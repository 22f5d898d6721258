package io.espalier.method.sensitivity;

import io.espalier.graph.Tensor;
import java.util.Optional;

/** Counts right answers. */
final class Top1 {
  private final boolean counts;
  private long right;
  private long all;

  /**
   * @param counts false where samples have no single class
   */
  Top1(boolean counts) {
    this.counts = counts;
  }

  /**
   * Adds a batch.
   *
   * @param outputs {@code [N, classes]}
   * @param targets class indices {@code [N]}
   */
  void add(Tensor outputs, Tensor targets) {
    if (!counts) {
      return;
    }
    int classes = Math.toIntExact(outputs.dim(1));
    for (int n = 0; n < targets.elements(); n++) {
      right += largest(outputs, (long) n * classes, classes) == targets.longAt(n) ? 1 : 0;
      all++;
    }
  }

  private static int largest(Tensor outputs, long from, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = outputs.doubleAt(from + k) > outputs.doubleAt(from + best) ? k : best;
    }
    return best;
  }

  Optional<Double> share() {
    return all == 0 ? Optional.empty() : Optional.of((double) right / all);
  }
}
