package io.espalier.dataset.read;

import io.espalier.dataset.Split;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Divides samples into {@code train} and {@code test} by a seed alone, each class in the same
 * proportion; of two samples of a class or more, each split gets one.
 */
final class SeededDivision {
  /** The class of samples that have none, or whose own is not valid. */
  private static final int NO_CLASS = -1;

  private final SeededSplit split;

  SeededDivision(SeededSplit split) {
    this.split = split;
  }

  List<Split> divide(Samples samples, boolean byClass) {
    Map<Integer, IntStream.Builder> groups = new TreeMap<>();
    for (int i = 0; i < samples.size(); i++) {
      int group = byClass ? group(samples, i) : NO_CLASS;
      groups.computeIfAbsent(group, _ -> IntStream.builder()).add(i);
    }
    IntStream.Builder train = IntStream.builder();
    IntStream.Builder test = IntStream.builder();
    Random random = new Random(split.seed());
    groups.values().forEach(group -> divide(group.build().toArray(), random, train, test));
    Split first = new Part("train", samples, train.build().sorted().toArray());
    Split second = new Part("test", samples, test.build().sorted().toArray());
    return second.size() == 0 ? List.of(first) : List.of(first, second);
  }

  private static int group(Samples samples, int index) {
    try {
      return samples.target(index) instanceof Target.OfClass target ? target.index() : NO_CLASS;
    } catch (EspalierException _) {
      return NO_CLASS;
    }
  }

  private void divide(int[] group, Random random, IntStream.Builder train, IntStream.Builder test) {
    for (int i = group.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = group[i];
      group[i] = group[other];
      group[other] = swapped;
    }
    long share = Math.round(group.length * split.trainShare());
    long least = split.trainShare() < 1 ? Math.max(1, group.length - 1L) : group.length;
    long kept = Math.clamp(share, 1, least);
    for (int i = 0; i < group.length; i++) {
      (i < kept ? train : test).add(group[i]);
    }
  }
}
