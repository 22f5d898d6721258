package io.espalier.method.prune.latency;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Times of one layer at some widths, and what they make likely at those between.
 *
 * <p>A wider layer is never faster: between the running maximum from the narrow end and the running
 * minimum from the wide end, both of which are monotone, lies the middle that is kept. Between four
 * points the time is bilinear, as the number of multiply-accumulates is; below the narrowest it is
 * that of the narrowest.
 */
final class LatencyGrid {
  private static final double[] SHARES = {0.125, 0.25, 0.5, 0.75, 1};

  private final int[] in;
  private final int[] out;
  private final double[][] millis;

  /**
   * @param in ascending widths, as {@link #points} gives them
   * @param time of one pair of widths
   */
  LatencyGrid(int[] in, int[] out, ToDoubleFunction<LayerWidths> time) {
    this.in = in.clone();
    this.out = out.clone();
    double[][] measured = new double[in.length][out.length];
    for (int i = 0; i < in.length; i++) {
      for (int o = 0; o < out.length; o++) {
        measured[i][o] = time.applyAsDouble(new LayerWidths(in[i], out[o]));
      }
    }
    millis = monotone(measured);
  }

  /**
   * Widths that are measured of a layer: shares of all channels, rounded where it is wide enough.
   *
   * @param varies false where only the whole width occurs
   */
  static int[] points(int channels, int rounding, boolean varies) {
    int unit = channels >= 2 * rounding ? rounding : 1;
    DoubleStream shares = varies ? Arrays.stream(SHARES) : DoubleStream.of(1);
    return shares
        .mapToInt(share -> (int) Math.round(share * channels / unit) * unit)
        .map(width -> Math.clamp(width, Math.min(unit, channels), channels))
        .map(width -> channels - width < unit ? channels : width)
        .distinct()
        .toArray();
  }

  double at(LayerWidths widths) {
    int i = cell(in, widths.in());
    int o = cell(out, widths.out());
    double a = share(in, i, widths.in());
    double b = share(out, o, widths.out());
    int nextIn = Math.min(i + 1, in.length - 1);
    int nextOut = Math.min(o + 1, out.length - 1);
    double narrow = (1 - b) * millis[i][o] + b * millis[i][nextOut];
    double wide = (1 - b) * millis[nextIn][o] + b * millis[nextIn][nextOut];
    return (1 - a) * narrow + a * wide;
  }

  /** The last point that is not above a width, and not the last of all where there are two. */
  private static int cell(int[] points, int width) {
    int cell = 0;
    while (cell + 2 < points.length && points[cell + 1] <= width) {
      cell++;
    }
    return cell;
  }

  private static double share(int[] points, int cell, int width) {
    if (cell + 1 >= points.length) {
      return 0;
    }
    double way = (double) (width - points[cell]) / (points[cell + 1] - points[cell]);
    return Math.clamp(way, 0, 1);
  }

  private static double[][] monotone(double[][] measured) {
    int rows = measured.length;
    int columns = measured[0].length;
    double[][] most = copy(measured);
    double[][] least = copy(measured);
    for (int i = 0; i < rows; i++) {
      for (int o = 0; o < columns; o++) {
        most[i][o] = Math.max(most[i][o], i == 0 ? 0 : most[i - 1][o]);
        most[i][o] = Math.max(most[i][o], o == 0 ? 0 : most[i][o - 1]);
      }
    }
    for (int i = rows - 1; i >= 0; i--) {
      for (int o = columns - 1; o >= 0; o--) {
        least[i][o] = Math.min(least[i][o], i == rows - 1 ? least[i][o] : least[i + 1][o]);
        least[i][o] = Math.min(least[i][o], o == columns - 1 ? least[i][o] : least[i][o + 1]);
        measured[i][o] = (most[i][o] + least[i][o]) / 2;
      }
    }
    return measured;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
