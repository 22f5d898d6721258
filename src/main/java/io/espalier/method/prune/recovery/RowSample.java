package io.espalier.method.prune.recovery;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Draws rows of one layer, each with the same probability; the sizes of the batches do not change
 * which.
 */
final class RowSample {
  /** Fixed by name, so that a seed draws the same rows on every machine and version. */
  private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

  private final RandomGenerator random;
  private final int samples;
  private final int wanted;

  /**
   * @param samples of all batches
   * @param wanted rows of all batches, about; every row is taken where there are no more
   */
  RowSample(long seed, int samples, int wanted) {
    random = RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(seed);
    this.samples = samples;
    this.wanted = wanted;
  }

  /** Numbers of the rows that are taken of one batch, ascending. */
  int[] of(int rows, int samplesOfBatch) {
    double share = (double) wanted * samplesOfBatch / ((double) samples * rows);
    IntStream all = IntStream.range(0, rows);
    return share >= 1 ? all.toArray() : all.filter(_ -> random.nextDouble() < share).toArray();
  }
}
