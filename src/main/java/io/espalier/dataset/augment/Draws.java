package io.espalier.dataset.augment;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers by what they are for: the same seed, purpose, epoch and index give the same
 * numbers, whatever was drawn before and by whichever thread.
 */
public final class Draws {
  /** The algorithm by name, so that no release of Java changes an order that was recorded. */
  private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private Draws() {}

  /** What random numbers are for. */
  public enum Purpose {
    /** The order of an epoch. */
    ORDER,
    /** The changes of one sample. */
    SAMPLE,
    /** The mixing of one batch. */
    BATCH,
    /** Which samples are held back. */
    VALIDATION,
    /** Which samples networks are measured on. */
    CALIBRATION
  }

  public static RandomGenerator of(long seed, Purpose purpose, int epoch, int index) {
    long place = mixed(mixed(seed + purpose.ordinal() * GOLDEN_RATIO) + epoch);
    return ALGORITHM.create(mixed(place + index));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014), one step ahead. */
  private static long mixed(long state) {
    long bits = state + GOLDEN_RATIO;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return bits ^ bits >>> 31;
  }

  /** The numbers rearranged in place (Fisher and Yates). */
  public static void shuffle(int[] numbers, RandomGenerator random) {
    for (int last = numbers.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = numbers[last];
      numbers[last] = numbers[other];
      numbers[other] = kept;
    }
  }

  static double between(double least, double most, RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }

  /** Evenly distributed on a logarithmic scale. */
  static double ratio(double least, double most, RandomGenerator random) {
    return Math.exp(between(Math.log(least), Math.log(most), random));
  }

  /** Beta(alpha, alpha) as X / (X + Y) of two Gamma(alpha). */
  static double beta(double alpha, RandomGenerator random) {
    double logX = logGamma(alpha, random);
    double logY = logGamma(alpha, random);
    return 1 / (1 + Math.exp(logY - logX));
  }

  /**
   * The logarithm of a Gamma(shape, 1) number: for small shapes the number itself is too near zero.
   * Source: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000.
   */
  private static double logGamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return logGamma(shape + 1, random) + Math.log(1 - random.nextDouble()) / shape;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      double cube = root * root * root;
      double uniform = 1 - random.nextDouble();
      if (root > 0 && Math.log(uniform) < normal * normal / 2 + d - d * cube + d * Math.log(cube)) {
        return Math.log(d * cube);
      }
    }
  }
}
