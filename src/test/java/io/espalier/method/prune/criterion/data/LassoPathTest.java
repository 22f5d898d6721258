package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LassoPathTest {
  private static final int CHANNELS = 7;
  private static final int ROWS = 40;
  private static final int ITERATIONS = 20_000;
  private static final double TOLERANCE = 1e-4;

  private final double[][] z = columns(5);
  private final SquareMatrix gram = gram(z);

  @Test
  void solvesTheLassoAsGradientStepsDo() {
    LassoPath path = new LassoPath(gram);
    for (double penalty : new double[] {0.01, 0.05, 0.1}) {
      assertThat(path.solve(penalty)).containsExactly(steps(penalty), within(TOLERANCE));
    }
  }

  @Test
  void withoutPenaltyEveryChannelStays() {
    double[] ones = new double[CHANNELS];
    Arrays.fill(ones, 1);
    assertThat(new LassoPath(gram).solve(0)).containsExactly(ones, within(TOLERANCE));
  }

  @Test
  void channelsLeaveWhenTheirCoefficientVanishes() {
    double[] scores = new LassoPath(gram).scores();
    assertThat(scores).doesNotHaveDuplicates();
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int middle = CHANNELS / 2;
    double between = (sorted[middle - 1] + sorted[middle]) / 2;
    double[] beta = steps(between);
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(beta[c] != 0).as("channel %d", c).isEqualTo(scores[c] > between);
    }
  }

  @Test
  void moreChannelsVanishAsThePenaltyRises() {
    LassoPath path = new LassoPath(gram);
    long last = CHANNELS;
    for (double penalty = 0; penalty < 0.5; penalty += 0.02) {
      long left = Arrays.stream(path.solve(penalty)).filter(beta -> beta != 0).count();
      assertThat(left).isLessThanOrEqualTo(last);
      last = left;
    }
    assertThat(last).isZero();
  }

  @Test
  void channelThatAddsNothingGoesFirst() {
    double[][] dead = columns(5);
    for (double[] row : dead) {
      row[2] = 0;
    }
    double[] scores = new LassoPath(gram(dead)).scores();
    assertThat(scores[2]).isZero();
    assertThat(Arrays.stream(scores).filter(score -> score == 0)).hasSize(1);
  }

  /** Proximal gradient steps from zero. */
  private double[] steps(double penalty) {
    double step = 1 / gram.trace();
    double[] beta = new double[CHANNELS];
    for (int i = 0; i < ITERATIONS; i++) {
      double[] next = new double[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        double gradient = 0;
        for (int other = 0; other < CHANNELS; other++) {
          gradient += gram.at(c, other) * (beta[other] - 1);
        }
        double moved = beta[c] - step * gradient;
        next[c] = Math.signum(moved) * Math.max(0, Math.abs(moved) - step * penalty);
      }
      beta = next;
    }
    return beta;
  }

  private static double[][] columns(long seed) {
    Random random = new Random(seed);
    double[][] z = new double[ROWS][CHANNELS];
    for (double[] row : z) {
      double common = random.nextGaussian();
      for (int c = 0; c < CHANNELS; c++) {
        row[c] = (common + random.nextGaussian()) * (c + 1) / CHANNELS;
      }
    }
    return z;
  }

  /** {@code ZᵀZ} relative to the energy of the row sums. */
  private static SquareMatrix gram(double[][] z) {
    SquareMatrix gram = new SquareMatrix(CHANNELS);
    for (double[] row : z) {
      for (int a = 0; a < CHANNELS; a++) {
        for (int b = 0; b < CHANNELS; b++) {
          gram.add(a, b, row[a] * row[b]);
        }
      }
    }
    SquareMatrix relative = new SquareMatrix(CHANNELS);
    relative.add(gram, 1 / gram.sum());
    return relative;
  }
}
