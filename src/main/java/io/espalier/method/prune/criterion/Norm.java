package io.espalier.method.prune.criterion;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A norm of the weights of a channel: what each weight adds, and what is made of the sum.
 *
 * @param term of one weight
 * @param finish of the sum
 */
record Norm(DoubleUnaryOperator term, DoubleUnaryOperator finish) {
  /** {@code Σ|w|}. */
  static final Norm L1 = new Norm(Math::abs, sum -> sum);

  /** {@code √Σw²}; with the root, so that it is never larger than the L1 norm. */
  static final Norm L2 = new Norm(weight -> weight * weight, Math::sqrt);

  double[] finished(double[] sums) {
    return Arrays.stream(sums).map(finish).toArray();
  }
}
