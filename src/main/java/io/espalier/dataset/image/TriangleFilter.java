package io.espalier.dataset.image;

/**
 * For each position of a resized axis, where its sources start and how much each counts, in
 * fractions of 2²² that sum to one.
 */
final class TriangleFilter {
  private static final int FRACTION_BITS = 22;
  private static final int HALF = 1 << FRACTION_BITS - 1;

  private final int[] starts;
  private final int[][] weights;

  private TriangleFilter(int size) {
    this.starts = new int[size];
    this.weights = new int[size][];
  }

  static TriangleFilter of(int from, int to) {
    TriangleFilter filter = new TriangleFilter(to);
    double scale = (double) from / to;
    double support = Math.max(scale, 1);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int start = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      filter.starts[i] = start;
      filter.weights[i] = weights(start, end, centre, support);
    }
    return filter;
  }

  private static int[] weights(int start, int end, double centre, double support) {
    double[] heights = new double[end - start];
    double sum = 0;
    for (int i = 0; i < heights.length; i++) {
      heights[i] = Math.max(0, 1 - Math.abs((start + i - centre + 0.5) / support));
      sum += heights[i];
    }
    int[] weights = new int[heights.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (int) (0.5 + heights[i] / sum * (1 << FRACTION_BITS));
    }
    return weights;
  }

  int size() {
    return starts.length;
  }

  int start(int position) {
    return starts[position];
  }

  byte weigh(int position, byte[] source, int start, int stride) {
    int sum = HALF;
    int at = start;
    for (int weight : weights[position]) {
      sum += (source[at] & 0xFF) * weight;
      at += stride;
    }
    return (byte) Math.min(sum >>> FRACTION_BITS, 255);
  }
}
