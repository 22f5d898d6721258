package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The maps of a group's channels in one batch.
 *
 * @param samples N
 * @param channels C
 * @param extents axes of one map: those of the value but for the batch, the positions of a channel
 *     where it has several in place of the channel axis; each above 1
 * @param values {@code [N, C, M]}, M the product of the extents
 */
record ChannelMaps(int samples, int channels, List<Integer> extents, float[] values) {

  /**
   * Takes the maps out of a value.
   *
   * @param value whose first axis holds the samples one after the other
   */
  static ChannelMaps of(Tensor value, ChannelValue at, int samples) {
    long[] shape = value.shape();
    int axis = at.axis();
    int[][] positions = positions(at.positions());
    List<Integer> extents = new ArrayList<>();
    addExtent(extents, shape[0] / samples);
    for (int i = 1; i < shape.length; i++) {
      addExtent(extents, i == axis ? positions[0].length : shape[i]);
    }
    int outer = (int) (product(shape, 0, axis) / samples);
    int inner = (int) product(shape, axis + 1, shape.length);
    float[] maps = gather(value.toFloats(), samples, outer, (int) shape[axis], inner, positions);
    return new ChannelMaps(samples, positions.length, List.copyOf(extents), maps);
  }

  /** M. */
  int elements() {
    return values.length / (samples * channels);
  }

  /** Rows and columns of a map as a matrix: its last axis by all others. */
  int columns() {
    return extents.isEmpty() ? 1 : extents.getLast();
  }

  /** As {@code [N·M, C]}. */
  Tensor rows() {
    int elements = elements();
    float[] rows = new float[values.length];
    for (int n = 0; n < samples; n++) {
      for (int c = 0; c < channels; c++) {
        int from = (n * channels + c) * elements;
        int to = n * elements * channels + c;
        for (int i = 0; i < elements; i++) {
          rows[to + i * channels] = values[from + i];
        }
      }
    }
    return Tensor.ofFloats(new long[] {(long) samples * elements, channels}, rows);
  }

  private static float[] gather(
      float[] value, int samples, int outer, int extent, int inner, int[][] positions) {
    float[] maps = new float[samples * outer * inner * positions.length * positions[0].length];
    int to = 0;
    for (int n = 0; n < samples; n++) {
      for (int[] channel : positions) {
        for (int o = n * outer; o < (n + 1) * outer; o++) {
          for (int position : channel) {
            System.arraycopy(value, (o * extent + position) * inner, maps, to, inner);
            to += inner;
          }
        }
      }
    }
    return maps;
  }

  private static int[][] positions(ChannelPositions positions) {
    int[][] all = new int[positions.channels()][];
    for (int c = 0; c < all.length; c++) {
      all[c] = positions.of(c);
    }
    return all;
  }

  private static void addExtent(List<Integer> extents, long extent) {
    if (extent > 1) {
      extents.add((int) extent);
    }
  }

  private static long product(long[] shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape[i];
    }
    return product;
  }
}
