package io.espalier.method.prune.criterion.data;

import io.espalier.engine.LinearAlgebra;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Second moments of what one consumer reads, at sampled places.
 *
 * <ul>
 *   <li>A row has one column for each position and tap of each channel, all columns of a channel
 *       together, and a last column of ones.
 *   <li>The Gram matrix of the rows: {@code [K + 1, K + 1]}
 * </ul>
 */
final class WindowGram implements Tally {
  private final ChannelConsumer consumer;
  private final LinearAlgebra algebra;
  private final int locations;
  private final long seed;
  private final int[][] positions;
  private final int taps;
  private final SquareMatrix gram;

  /**
   * @param locations drawn in each sample; all where there are no more
   * @param seed of the places; each sample has its own draw, so batches do not matter
   */
  WindowGram(ChannelConsumer consumer, LinearAlgebra algebra, int locations, long seed) {
    this.consumer = consumer;
    this.algebra = algebra;
    this.locations = locations;
    this.seed = seed;
    int channels = consumer.positions().channels();
    positions =
        IntStream.range(0, channels).mapToObj(consumer.positions()::of).toArray(int[][]::new);
    taps = consumer.taps();
    gram = new SquareMatrix(starts()[channels] + 1);
  }

  /** How many columns a row has beside the ones. */
  int columns() {
    return gram.size() - 1;
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
    float[] rows = new float[samples * perSample * gram.size()];
    int at = 0;
    for (int sample = 0; sample < samples; sample++) {
      for (int place :
          ContributionTally.draw(
              places.places(), perSample, ContributionTally.random(seed, first + sample))) {
        fill(value, places.read(consumer, sample, place), rows, at);
        at += gram.size();
      }
    }
    Tensor x = Tensor.ofFloats(new long[] {samples * (long) perSample, gram.size()}, rows);
    gram.add(SquareMatrix.of(algebra.product(x, x)), 1);
  }

  private void fill(Tensor value, WindowPlaces.Taps read, float[] rows, int row) {
    int at = row;
    for (int[] own : positions) {
      for (int position : own) {
        for (int t = 0; t < read.taps().length; t++) {
          rows[at + read.taps()[t]] =
              (float) value.doubleAt(read.elements()[t] + position * read.positionStride());
        }
        at += taps;
      }
    }
    rows[at] = 1;
  }

  /** Covariance of the columns, without that of the ones. */
  SquareMatrix covariance() {
    int columns = gram.size() - 1;
    double rows = Math.max(1, gram.at(columns, columns));
    SquareMatrix covariance = new SquareMatrix(columns);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double means = gram.at(i, columns) * gram.at(j, columns) / rows;
        covariance.put(i, j, (gram.at(i, j) - means) / rows);
      }
    }
    return covariance;
  }

  /** Where the columns of each channel begin, and behind the last where they end. */
  int[] starts() {
    int[] starts = new int[positions.length + 1];
    for (int c = 0; c < positions.length; c++) {
      starts[c + 1] = starts[c] + positions[c].length * taps;
    }
    return starts;
  }

  /** The consumer's weight by column and filter. */
  double[][] weights() {
    double[][] weights = new double[gram.size() - 1][consumer.filters()];
    int column = 0;
    for (int[] own : positions) {
      for (int position : own) {
        for (int tap = 0; tap < taps; tap++) {
          for (int filter = 0; filter < consumer.filters(); filter++) {
            long index =
                filter * consumer.filterStride() + position * consumer.positionStride() + tap;
            weights[column][filter] = consumer.weight().doubleAt(index);
          }
          column++;
        }
      }
    }
    return weights;
  }
}
