package io.espalier.architecture;

/** Attention written out as loops, to compare with. */
final class PlainAttention {
  private PlainAttention() {}

  /**
   * Attention over {@code [B, T, D]}.
   *
   * @param seen {@code [B, T]}; where it is 0, a token is not looked at
   */
  static PlainArray attend(
      PlainArray query, PlainArray key, PlainArray value, int heads, PlainArray seen) {
    PlainArray y = PlainArray.zeros(query.shape());
    int tokens = query.shape()[1];
    for (int b = 0; b < query.shape()[0]; b++) {
      for (int head = 0; head < heads; head++) {
        for (int t = 0; t < tokens; t++) {
          double[] weights = weights(query, key, seen, new int[] {b, t, head, heads});
          add(y, value, weights, new int[] {b, t, head, heads});
        }
      }
    }
    return y;
  }

  private static double[] weights(PlainArray query, PlainArray key, PlainArray seen, int[] at) {
    int tokens = query.shape()[1];
    int size = query.shape()[2] / at[3];
    double[] weights = new double[tokens];
    double sum = 0;
    for (int s = 0; s < tokens; s++) {
      double score = 0;
      for (int i = at[2] * size; i < (at[2] + 1) * size; i++) {
        score += query.at(at[0], at[1], i) * key.at(at[0], s, i);
      }
      weights[s] = seen.at(at[0], s) == 0 ? 0 : Math.exp(score / Math.sqrt(size));
      sum += weights[s];
    }
    for (int s = 0; s < tokens; s++) {
      weights[s] /= sum;
    }
    return weights;
  }

  private static void add(PlainArray y, PlainArray value, double[] weights, int[] at) {
    int width = y.shape()[2];
    int size = width / at[3];
    for (int i = at[2] * size; i < (at[2] + 1) * size; i++) {
      for (int s = 0; s < weights.length; s++) {
        y.values()[(at[0] * weights.length + at[1]) * width + i] +=
            weights[s] * value.at(at[0], s, i);
      }
    }
  }
}
