package io.espalier.method.prune;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The source of random draws of a prune step. */
final class Draws {
  /** Fixed by name, so that a seed draws the same channels on every machine and version. */
  private static final String ALGORITHM = "L64X128MixRandom";

  private Draws() {}

  static RandomGenerator of(long seed) {
    return RandomGeneratorFactory.of(ALGORITHM).create(seed);
  }
}
