package io.espalier.engine.evaluate;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The figures of an evaluation, counted one by one from their definitions. */
final class ByHand {
  private ByHand() {}

  static double[] softmax(double[] scores) {
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(score -> Math.exp(score) / sum).toArray();
  }

  static int best(double[] scores) {
    return IntStream.range(0, scores.length)
        .reduce((one, other) -> scores[other] > scores[one] ? other : one)
        .orElseThrow();
  }

  static double topShare(double[][] scores, int[] targets, int top) {
    return IntStream.range(0, targets.length)
        .mapToDouble(
            i ->
                Arrays.stream(scores[i]).filter(score -> score > scores[i][targets[i]]).count()
                        < top
                    ? 1
                    : 0)
        .average()
        .orElseThrow();
  }

  static double divergence(double[][] original, double[][] changed) {
    double sum = 0;
    for (int i = 0; i < original.length; i++) {
      double[] p = softmax(original[i]);
      double[] q = softmax(changed[i]);
      for (int k = 0; k < p.length; k++) {
        sum += p[k] * Math.log(p[k] / q[k]);
      }
    }
    return sum / original.length;
  }

  static double calibrationError(double[][] scores, int[] targets) {
    double error = 0;
    for (int bin = 0; bin < 15; bin++) {
      double low = bin / 15.0;
      double high = (bin + 1) / 15.0;
      double confidence = 0;
      double right = 0;
      for (int i = 0; i < targets.length; i++) {
        double sure = softmax(scores[i])[best(scores[i])];
        if (sure > low && sure <= high) {
          confidence += sure;
          right += best(scores[i]) == targets[i] ? 1 : 0;
        }
      }
      error += Math.abs(right - confidence) / targets.length;
    }
    return error;
  }

  static double meanIou(double[][] scores, int[] targets, int classes) {
    return IntStream.range(0, classes)
        .mapToDouble(
            k -> {
              double both = count(targets, i -> targets[i] == k && best(scores[i]) == k);
              double either = count(targets, i -> targets[i] == k || best(scores[i]) == k);
              return both / either;
            })
        .average()
        .orElseThrow();
  }

  private static double count(int[] targets, IntPredicate condition) {
    return IntStream.range(0, targets.length).filter(condition).count();
  }

  static double meanSquares(double[][] one, double[][] other) {
    return IntStream.range(0, one.length * one[0].length)
        .mapToDouble(
            i ->
                one[i / one[0].length][i % one[0].length]
                    - other[i / one[0].length][i % one[0].length])
        .map(difference -> difference * difference)
        .average()
        .orElseThrow();
  }

  static double r2(double[][] answers, double[][] targets, int column) {
    double mean = Arrays.stream(targets).mapToDouble(row -> row[column]).average().orElseThrow();
    double residual = 0;
    double total = 0;
    for (int i = 0; i < targets.length; i++) {
      residual += Math.pow(answers[i][column] - targets[i][column], 2);
      total += Math.pow(targets[i][column] - mean, 2);
    }
    return 1 - residual / total;
  }
}
