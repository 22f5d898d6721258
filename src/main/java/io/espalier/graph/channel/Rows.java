package io.espalier.graph.channel;

import java.util.Arrays;

/** The numbers from 0, each in a row, listed row after row. */
final class Rows {
  private final int[] starts;
  private final int[] members;

  /**
   * @param rowOf the row of each number
   * @param rows how many rows there are
   */
  Rows(int[] rowOf, int rows) {
    starts = new int[rows + 1];
    for (int row : rowOf) {
      starts[row + 1]++;
    }
    for (int row = 0; row < rows; row++) {
      starts[row + 1] += starts[row];
    }
    members = new int[rowOf.length];
    int[] next = Arrays.copyOf(starts, rows);
    for (int number = 0; number < rowOf.length; number++) {
      members[next[rowOf[number]]++] = number;
    }
  }

  /** Where each row begins among the members, and the end of the last one. */
  int[] starts() {
    return starts;
  }

  /** All numbers, ascending within a row. */
  int[] members() {
    return members;
  }
}
