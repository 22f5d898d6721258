package io.espalier.method.prune.flow;

import io.espalier.method.TargetOutcome;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.Prunable;
import io.espalier.method.spec.prune.Flow.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Draws widths that take what the budgets allow.
 *
 * <p>A share to take is drawn for every prunable, then all are multiplied by the number at which
 * the budgets are met; what one common number cannot meet closely, single widths do. So every draw
 * is within the budgets, and none is thrown away.
 *
 * <p>Source: Li et al., EagleEye, ECCV 2020, for drawing uniformly. Unlike theirs, a draw is
 * brought to the budget and not rejected: with many groups nearly all would be.
 */
final class StructureDraw {
  /** Fixed by name, so that a seed draws the same on every machine and version. */
  private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

  /** Standard deviation of a share around what the criterion would take. */
  private static final double SPREAD = 0.15;

  /** So that any share can be multiplied to all. */
  private static final double LEAST = 0.01;

  private static final int HALVINGS = 40;
  private static final long ATTEMPTS = 1_000;

  private final List<Prunable> prunables;
  private final Limits limits;
  private final List<Integer> usual;
  private final long seed;

  /**
   * @param usual the widths that the criterion decides on
   */
  StructureDraw(List<Prunable> prunables, Limits limits, List<Integer> usual, long seed) {
    this.prunables = List.copyOf(prunables);
    this.limits = limits;
    this.usual = List.copyOf(usual);
    this.seed = seed;
  }

  /** Equal shares of everything. */
  List<Integer> even() {
    return within(prunables.stream().mapToDouble(_ -> 1).toArray(), random(0, 0));
  }

  /**
   * Widths that depend on the seed and these numbers alone.
   *
   * @param number of the candidate
   * @param attempt below {@value #ATTEMPTS}; another one when the first was known
   */
  List<Integer> draw(Draw draw, int number, int attempt) {
    RandomGenerator random = random(number, attempt);
    double[] shares =
        IntStream.range(0, prunables.size())
            .mapToDouble(
                at ->
                    switch (draw) {
                      case UNIFORM -> random.nextDouble();
                      case IMPORTANCE -> taken(at) + SPREAD * random.nextGaussian();
                    })
            .map(share -> Math.clamp(share, LEAST, 1))
            .toArray();
    return within(shares, random);
  }

  private RandomGenerator random(int number, int attempt) {
    return RandomGeneratorFactory.of(RANDOM_ALGORITHM)
        .create(seed * 1_000_003 + number * ATTEMPTS + attempt);
  }

  private double taken(int at) {
    return 1 - (double) usual.get(at) / prunables.get(at).whole();
  }

  private List<Integer> within(double[] shares, RandomGenerator random) {
    double tooLittle = 0;
    double enough = 1 / LEAST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (tooLittle + enough) / 2;
      if (limits.load(at(shares, middle)) > 1) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return nearest(at(shares, tooLittle), at(shares, enough), random);
  }

  private List<Integer> at(double[] shares, double factor) {
    return IntStream.range(0, shares.length)
        .mapToObj(
            at -> {
              Prunable prunable = prunables.get(at);
              double left = 1 - Math.min(1, factor * shares[at]);
              return prunable.rule().nearest((int) Math.round(left * prunable.whole()));
            })
        .toList();
  }

  /** One width after the other goes from too wide to narrow enough, until the budgets are met. */
  private List<Integer> nearest(List<Integer> wide, List<Integer> narrow, RandomGenerator random) {
    List<Integer> widths = new ArrayList<>(wide);
    List<Integer> before = List.copyOf(wide);
    for (int at : shuffled(random)) {
      if (limits.load(widths) <= 1) {
        break;
      }
      before = List.copyOf(widths);
      widths.set(at, narrow.get(at));
    }
    double over = limits.load(before) - 1;
    boolean beforeIsNearer =
        over <= TargetOutcome.TOLERANCE && over < Math.abs(1 - limits.load(widths));
    return beforeIsNearer ? before : List.copyOf(widths);
  }

  private int[] shuffled(RandomGenerator random) {
    int[] order = IntStream.range(0, prunables.size()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
    return order;
  }
}
