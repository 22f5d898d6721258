package io.espalier.method.prune.ranking;

import io.espalier.method.spec.prune.Ranking.Reduction;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Merges the scores of a group's members into one score a channel. */
final class Reducer {
  private Reducer() {}

  /**
   * One score a channel.
   *
   * @param members at least one
   */
  static double[] reduced(List<double[]> members, Reduction reduction) {
    return IntStream.range(0, members.getFirst().length)
        .mapToDouble(c -> merged(members.stream().mapToDouble(member -> member[c]), reduction))
        .toArray();
  }

  private static double merged(DoubleStream scores, Reduction reduction) {
    return switch (reduction) {
      case MEAN -> scores.average().orElseThrow();
      case SUM -> scores.sum();
      case MAX -> scores.max().orElseThrow();
      case FIRST -> scores.findFirst().orElseThrow();
    };
  }
}
