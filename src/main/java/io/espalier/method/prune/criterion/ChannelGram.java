package io.espalier.method.prune.criterion;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.Slot;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The products {@code ⟨v_i, v_j⟩} of the weights of all channels of a group, {@code [C, C]}, summed
 * over slots.
 *
 * <p>Weights may lie in a mapped file; they are read in blocks of features.
 */
final class ChannelGram {
  /** Features a block; a multiple of {@link #AT_ONCE}. */
  private static final int BLOCK = 64;

  private static final int AT_ONCE = 4;

  /** Row i holds the products with the channels from i on; what is before stays 0. */
  private final double[][] upper;

  private final double[][] block;
  private final double[] run = new double[BLOCK];
  private int filled;

  ChannelGram(int channels) {
    upper = new double[channels][channels];
    block = new double[BLOCK][channels];
  }

  /** Adds the features that the channels have in one slot. */
  void add(Slot slot, Tensor weight) {
    long[] shape = weight.shape();
    long inner = Arrays.stream(shape, slot.axis() + 1, shape.length).reduce(1, Math::multiplyExact);
    long outer = Arrays.stream(shape, 0, slot.axis()).reduce(1, Math::multiplyExact);
    int[][] positions =
        IntStream.range(0, upper.length).mapToObj(slot.positions()::of).toArray(int[][]::new);
    for (long o = 0; o < outer; o++) {
      for (int p = 0; p < positions[0].length; p++) {
        for (long i = 0; i < inner; ) {
          int count = (int) Math.min(inner - i, (long) BLOCK - filled);
          long first = o * shape[slot.axis()] * inner + i;
          for (int c = 0; c < positions.length; c++) {
            weight.copyTo(run, first + positions[c][p] * inner, count);
            put(c, count);
          }
          i += count;
          advance(count);
        }
      }
    }
    flush();
  }

  private void put(int channel, int count) {
    for (int f = 0; f < count; f++) {
      block[filled + f][channel] = run[f];
    }
  }

  private void advance(int count) {
    filled += count;
    if (filled == BLOCK) {
      flush();
    }
  }

  private void flush() {
    int end = (filled + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    for (int f = filled; f < end; f++) {
      Arrays.fill(block[f], 0);
    }
    IntStream.range(0, upper.length).parallel().forEach(channel -> accumulate(channel, end));
    filled = 0;
  }

  private void accumulate(int channel, int end) {
    double[] row = upper[channel];
    for (int f = 0; f < end; f += AT_ONCE) {
      double[] x0 = block[f];
      double[] x1 = block[f + 1];
      double[] x2 = block[f + 2];
      double[] x3 = block[f + 3];
      double a0 = x0[channel];
      double a1 = x1[channel];
      double a2 = x2[channel];
      double a3 = x3[channel];
      for (int j = channel; j < row.length; j++) {
        row[j] += a0 * x0[j] + a1 * x1[j] + a2 * x2[j] + a3 * x3[j];
      }
    }
  }

  /** For each channel {@code Σ_j ‖v_c − v_j‖₂}. */
  double[] sumsOfDistances() {
    double[] sums = new double[upper.length];
    for (int i = 0; i < upper.length; i++) {
      for (int j = i + 1; j < upper.length; j++) {
        double squared = upper[i][i] + upper[j][j] - 2 * upper[i][j];
        double distance = Math.sqrt(Math.max(0, squared));
        sums[i] += distance;
        sums[j] += distance;
      }
    }
    return sums;
  }
}
