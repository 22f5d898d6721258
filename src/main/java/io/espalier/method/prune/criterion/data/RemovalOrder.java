package io.espalier.method.prune.criterion.data;

/** An order in which channels go, with what it costs to let each go. */
final class RemovalOrder {
  /** Far below every difference that matters, and far above what a division rounds away. */
  private static final double STEP = 1e-9;

  private RemovalOrder() {}

  /**
   * Scores that rank channels in this order.
   *
   * @param order channels, the first to go first
   * @param costs of letting all channels up to this one go, by place in the order; where they do
   *     not rise, the score rises by less than anything that is measured
   * @return by channel
   */
  static double[] scores(int[] order, double[] costs) {
    double[] scores = new double[order.length];
    double last = 0;
    for (int i = 0; i < order.length; i++) {
      last = Math.max(costs[i], i == 0 ? 0 : last + STEP * Math.max(last, STEP));
      scores[order[i]] = last;
    }
    return scores;
  }
}
