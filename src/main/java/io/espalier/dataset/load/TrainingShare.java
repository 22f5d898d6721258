package io.espalier.dataset.load;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Split;
import io.espalier.dataset.Target.OfClass;
import io.espalier.dataset.augment.Draws;
import io.espalier.dataset.augment.Draws.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which samples of a split train and which are held back, both in order.
 *
 * @param training indices in the split
 * @param validation the others
 */
record TrainingShare(int[] training, int[] validation) {

  /** All samples train. */
  static TrainingShare whole(Split split) {
    return new TrainingShare(IntStream.range(0, split.size()).toArray(), new int[0]);
  }

  /** Of each class, the share is drawn and rounded on its own; other tasks are one class. */
  static TrainingShare drawn(Split split, DatasetTask task, double share, long seed) {
    TreeMap<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int index = 0; index < split.size(); index++) {
      int group = task == DatasetTask.CLASSIFICATION ? classOf(split, index) : 0;
      byClass.computeIfAbsent(group, _ -> new ArrayList<>()).add(index);
    }
    boolean[] held = new boolean[split.size()];
    byClass.forEach((group, members) -> hold(held, group, members, share, seed));
    return new TrainingShare(
        IntStream.range(0, held.length).filter(index -> !held[index]).toArray(),
        IntStream.range(0, held.length).filter(index -> held[index]).toArray());
  }

  private static int classOf(Split split, int index) {
    return split.target(index) instanceof OfClass(int number) ? number : 0;
  }

  private static void hold(
      boolean[] held, int group, List<Integer> members, double share, long seed) {
    int[] drawn = members.stream().mapToInt(Integer::intValue).toArray();
    Draws.shuffle(drawn, Draws.of(seed, Purpose.VALIDATION, 0, group));
    int count = (int) Math.min(members.size() - 1, Math.round(share * members.size()));
    Arrays.stream(drawn, 0, count).forEach(index -> held[index] = true);
  }
}
