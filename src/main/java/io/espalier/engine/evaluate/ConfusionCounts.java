package io.espalier.engine.evaluate;

import io.espalier.engine.evaluate.Evaluation.Confusion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Counts which class was answered with which; memory is bounded by the pairs that occur. */
final class ConfusionCounts {
  private final int classes;
  private final Map<Long, long[]> counts = new HashMap<>();

  ConfusionCounts(int classes) {
    this.classes = classes;
  }

  void add(int target, int answer) {
    counts.computeIfAbsent((long) target * classes + answer, _ -> new long[1])[0]++;
  }

  Confusion result(IntFunction<String> name) {
    return new Confusion(classes > Confusion.MOST_CLASSES ? List.of() : matrix(), pairs(name));
  }

  private List<List<Long>> matrix() {
    List<List<Long>> rows = new ArrayList<>();
    for (int target = 0; target < classes; target++) {
      List<Long> row = new ArrayList<>();
      for (int answer = 0; answer < classes; answer++) {
        row.add(count((long) target * classes + answer));
      }
      rows.add(row);
    }
    return rows;
  }

  private List<Confusion.Pair> pairs(IntFunction<String> name) {
    return counts.keySet().stream()
        .filter(pair -> pair / classes != pair % classes)
        .sorted(Comparator.comparingLong((Long pair) -> -count(pair)).thenComparing(pair -> pair))
        .limit(Confusion.MOST_PAIRS)
        .map(
            pair ->
                new Confusion.Pair(
                    name.apply((int) (pair / classes)),
                    name.apply((int) (pair % classes)),
                    count(pair)))
        .toList();
  }

  private long count(long pair) {
    long[] count = counts.get(pair);
    return count == null ? 0 : count[0];
  }
}
