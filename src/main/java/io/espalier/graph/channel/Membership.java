package io.espalier.graph.channel;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The positions of each component, once all are joined. */
final class Membership {
  private final int[] component;
  private final int[] starts;
  private final int[] members;

  Membership(Components components, int positions) {
    component = new int[positions];
    Arrays.setAll(component, components::of);
    starts = new int[positions + 1];
    for (int root : component) {
      starts[root + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    members = new int[positions];
    int[] next = Arrays.copyOf(starts, positions);
    for (int position = 0; position < positions; position++) {
      members[next[component[position]]++] = position;
    }
  }

  /** The component of a position. */
  int of(int position) {
    return component[position];
  }

  /** All positions of a component, ascending. */
  IntStream members(int component) {
    return Arrays.stream(members, starts[component], starts[component + 1]);
  }
}
