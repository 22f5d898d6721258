package io.espalier.method.prune.criterion.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The solutions of {@code min_β ½(βᵀQβ − 2·βᵀQ·1) + α‖β‖₁} while α rises, by coordinate descent
 * from the solution before.
 */
final class LassoPath {
  /** Steps of α between its largest and {@link #LEAST} of it. */
  private static final int STEPS = 100;

  private static final double LEAST = 1e-5;
  private static final int MOST_SWEEPS = 300;

  /** How much of the largest α a gradient may be off. */
  private static final double TOLERANCE = 1e-7;

  private final SquareMatrix gram;
  private final double[] beta;

  /** {@code Q·(1 − β)}: how well each channel explains what is left. */
  private final double[] residual;

  private final double largest;

  LassoPath(SquareMatrix gram) {
    this.gram = gram;
    beta = new double[gram.size()];
    residual = new double[gram.size()];
    for (int c = 0; c < beta.length; c++) {
      beta[c] = gram.at(c, c) > 0 ? 1 : 0;
    }
    largest = largestPenalty();
  }

  /** The penalty from which on all β are 0. */
  private double largestPenalty() {
    double most = 0;
    for (int c = 0; c < beta.length; c++) {
      double product = 0;
      for (int other = 0; other < beta.length; other++) {
        product += gram.at(c, other);
      }
      most = Math.max(most, Math.abs(product));
    }
    return most;
  }

  /** By channel, the penalty after which its β stays 0. */
  double[] scores() {
    double[] left = new double[beta.length];
    double[] sizes = new double[beta.length];
    for (int step = 0; step <= STEPS; step++) {
      double penalty = largest * Math.pow(LEAST, 1 - (double) step / STEPS);
      double[] before = Arrays.stream(beta).map(Math::abs).toArray();
      solve(penalty);
      for (int c = 0; c < beta.length; c++) {
        if (before[c] != 0) {
          left[c] = penalty;
          sizes[c] = before[c];
        }
      }
    }
    int[] order =
        IntStream.range(0, left.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer c) -> left[c])
                    .thenComparing(c -> sizes[c])
                    .thenComparing(Comparator.reverseOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    return RemovalOrder.scores(order, Arrays.stream(order).mapToDouble(c -> left[c]).toArray());
  }

  /** Moves β to the solution for a penalty; a bounded number of sweeps. */
  double[] solve(double penalty) {
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double moved = 0;
      for (int c = 0; c < beta.length; c++) {
        moved = Math.max(moved, update(c, penalty));
      }
      if (moved <= TOLERANCE * largest) {
        break;
      }
    }
    return beta.clone();
  }

  /** Solves for one β and tells by how much its gradient was off. */
  private double update(int channel, double penalty) {
    double energy = gram.at(channel, channel);
    if (energy <= 0) {
      return 0;
    }
    double target = residual[channel] + energy * beta[channel];
    double next = Math.signum(target) * Math.max(0, Math.abs(target) - penalty) / energy;
    double change = next - beta[channel];
    if (change != 0) {
      beta[channel] = next;
      for (int c = 0; c < residual.length; c++) {
        residual[c] -= change * gram.at(channel, c);
      }
    }
    return Math.abs(change) * energy;
  }
}
