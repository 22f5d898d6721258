package io.espalier.graph.channel;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The positions of each component, once all are joined. */
final class Membership {
  private final int[] component;
  private final Rows rows;

  Membership(Components components, int positions) {
    component = new int[positions];
    Arrays.setAll(component, components::of);
    rows = new Rows(component, positions);
  }

  /** The component of a position. */
  int of(int position) {
    return component[position];
  }

  /** All positions of a component, ascending. */
  IntStream members(int component) {
    int[] starts = rows.starts();
    return Arrays.stream(rows.members(), starts[component], starts[component + 1]);
  }
}
