package io.espalier.method.prune.ranking;

import io.espalier.method.spec.prune.Ranking.Normalization;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Puts the scores of one member in relation to each other. */
final class Normalizer {
  private Normalizer() {}

  /** Scores whose mean, largest or deviation is 0 have nothing to be divided by and stay. */
  static double[] normalized(double[] scores, Normalization normalization) {
    return switch (normalization) {
      case NONE -> scores;
      case MEAN -> divided(scores, mean(scores));
      case MAX -> divided(scores, Arrays.stream(scores).max().orElse(0));
      case STANDARD_SCORE -> standard(scores);
    };
  }

  private static double[] standard(double[] scores) {
    double mean = mean(scores);
    double[] centred = map(scores, score -> score - mean);
    double variance = mean(map(centred, difference -> difference * difference));
    return divided(centred, Math.sqrt(variance));
  }

  private static double[] divided(double[] scores, double by) {
    return by == 0 ? scores : map(scores, score -> score / by);
  }

  private static double mean(double[] scores) {
    return Arrays.stream(scores).average().orElse(0);
  }

  private static double[] map(double[] scores, DoubleUnaryOperator change) {
    return Arrays.stream(scores).map(change).toArray();
  }
}
