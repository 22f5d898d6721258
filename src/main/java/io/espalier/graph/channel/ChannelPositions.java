package io.espalier.graph.channel;

import java.util.Arrays;

/** Which positions of one axis belong to each channel of a group; immutable. */
public final class ChannelPositions {
  private final int[] starts;
  private final int[] positions;

  /**
   * @param starts where each channel begins in {@code positions}, and the end of the last one
   * @param positions ascending within a channel
   */
  ChannelPositions(int[] starts, int[] positions) {
    this.starts = starts;
    this.positions = positions;
  }

  /** One row of positions a channel. */
  public static ChannelPositions of(int[][] channels) {
    int[] starts = new int[channels.length + 1];
    for (int c = 0; c < channels.length; c++) {
      starts[c + 1] = starts[c] + channels[c].length;
    }
    return new ChannelPositions(
        starts, Arrays.stream(channels).flatMapToInt(Arrays::stream).toArray());
  }

  public int channels() {
    return starts.length - 1;
  }

  /** Positions of one channel, ascending; a copy. */
  public int[] of(int channel) {
    return Arrays.copyOfRange(positions, starts[channel], starts[channel + 1]);
  }

  /** How many positions all channels have together. */
  public int total() {
    return positions.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelPositions that
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(positions, that.positions);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(positions);
  }

  /** For example {@code [0 8] [1 9]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < channels(); c++) {
      text.append(c == 0 ? "" : " ").append(Arrays.toString(of(c)).replace(",", ""));
    }
    return text.toString();
  }
}
