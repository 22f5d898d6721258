package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * The Gram matrix {@code Q = XᵀX} of what each channel contributes to sampled outputs of one
 * consumer.
 *
 * <ul>
 *   <li>X: {@code [R, C]}, a row for each sampled triple of sample, place and filter
 *   <li>Q: {@code [C, C]}
 * </ul>
 */
final class ContributionTally implements ContributionGrams.GramTally {
  /** Filters that are drawn at each place; the window has been read, so more cost little. */
  static final int FILTERS = 16;

  /** Fixed by name, so that a seed draws the same places on every machine and version. */
  private static final String RANDOM_ALGORITHM = "L64X128MixRandom";

  private final ChannelConsumer consumer;
  private final LinearAlgebra algebra;
  private final int locations;
  private final long seed;
  private final int[][] positions;
  private final SquareMatrix gram;

  /**
   * @param locations drawn in each sample; all where there are no more
   * @param seed of the places and filters; each sample has its own draw, so batches do not matter
   */
  ContributionTally(ChannelConsumer consumer, LinearAlgebra algebra, int locations, long seed) {
    this.consumer = consumer;
    this.algebra = algebra;
    this.locations = locations;
    this.seed = seed;
    int channels = consumer.positions().channels();
    positions =
        IntStream.range(0, channels).mapToObj(consumer.positions()::of).toArray(int[][]::new);
    gram = new SquareMatrix(channels);
  }

  @Override
  public List<String> values() {
    return List.of(consumer.input());
  }

  @Override
  public void add(List<Tensor> values, int first, int samples) {
    Tensor value = values.getFirst();
    WindowPlaces places = WindowPlaces.of(consumer, value.shape(), samples);
    int perSample = Math.min(locations, places.places());
    int filters = Math.min(FILTERS, consumer.filters());
    float[] rows = new float[samples * perSample * filters * positions.length];
    int at = 0;
    for (int sample = 0; sample < samples; sample++) {
      RandomGenerator random = random(first + sample);
      for (int place : draw(places.places(), perSample, random)) {
        WindowPlaces.Taps taps = places.read(consumer, sample, place);
        for (int filter : draw(consumer.filters(), filters, random)) {
          contribute(value, taps, filter, rows, at);
          at += positions.length;
        }
      }
    }
    Tensor x = Tensor.ofFloats(new long[] {at / positions.length, positions.length}, rows);
    gram.add(SquareMatrix.of(algebra.product(x, x)), 1);
  }

  @Override
  public SquareMatrix gram() {
    return gram;
  }

  private void contribute(Tensor value, WindowPlaces.Taps taps, int filter, float[] rows, int at) {
    long stride = consumer.positionStride();
    long filterStart = filter * consumer.filterStride();
    for (int c = 0; c < positions.length; c++) {
      double sum = 0;
      for (int position : positions[c]) {
        for (int t = 0; t < taps.taps().length; t++) {
          sum +=
              value.doubleAt(taps.elements()[t] + position * taps.positionStride())
                  * consumer.weight().doubleAt(filterStart + position * stride + taps.taps()[t]);
        }
      }
      rows[at + c] = (float) sum;
    }
  }

  private RandomGenerator random(int sample) {
    return random(seed, sample);
  }

  /** The draws of one sample. */
  static RandomGenerator random(long seed, int sample) {
    return RandomGeneratorFactory.of(RANDOM_ALGORITHM).create(seed + sample);
  }

  /** So many different numbers below a bound; all in order where there are no more. */
  static int[] draw(int bound, int count, RandomGenerator random) {
    return count == bound
        ? IntStream.range(0, bound).toArray()
        : random.ints(0, bound).distinct().limit(count).toArray();
  }
}
