package io.espalier.method.prune.recovery;

import io.espalier.graph.Tensor;

/**
 * Where the channels of a value stand: {@code [N, C, …]} or {@code [N, …, C]}. A row is one sample
 * at one place; rows are numbered by sample, then by place.
 *
 * @param places of one sample
 * @param channelsLast whether the channels of a row are neighbours
 */
record ChannelLayout(int samples, int places, int channels, boolean channelsLast) {
  static ChannelLayout of(Tensor value, boolean channelsLast) {
    int samples = (int) value.dim(0);
    int channels = (int) value.dim(channelsLast ? -1 : 1);
    long all = (long) samples * channels;
    int places = all == 0 ? 0 : (int) (value.elements() / all);
    return new ChannelLayout(samples, places, channels, channelsLast);
  }

  int rows() {
    return samples * places;
  }

  /** The row-major index of a channel of a row. */
  long index(int row, int channel) {
    return channelsLast
        ? (long) row * channels + channel
        : ((long) (row / places) * channels + channel) * places + row % places;
  }

  /** Copies what a channel has in every row, in their order. */
  void copyChannel(Tensor value, int channel, double[] target) {
    for (int row = 0; row < rows(); row++) {
      target[row] = value.doubleAt(index(row, channel));
    }
  }
}
