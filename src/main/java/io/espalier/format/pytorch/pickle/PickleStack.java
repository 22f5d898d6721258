package io.espalier.format.pytorch.pickle;

import java.util.ArrayList;
import java.util.List;

/** The stack of a pickle machine and its marks; nothing below the last mark can be taken. */
final class PickleStack {
  private final List<PickleValue> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();

  void push(PickleValue value) {
    values.add(value);
  }

  void mark() {
    marks.add(values.size());
  }

  PickleValue pop() {
    requireValues(1);
    return values.removeLast();
  }

  PickleValue peek() {
    requireValues(1);
    return values.getLast();
  }

  /** The last values, in the order they were pushed. */
  List<PickleValue> pop(int count) {
    requireValues(count);
    return cut(values.size() - count);
  }

  /** Everything since the last mark, which goes too. */
  List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw PickleFault.malformed("The pickle closes a group that it did not open.");
    }
    return cut(marks.removeLast());
  }

  /** True when no value and no mark is left. */
  boolean isEmpty() {
    return values.isEmpty() && marks.isEmpty();
  }

  private List<PickleValue> cut(int from) {
    List<PickleValue> tail = values.subList(from, values.size());
    List<PickleValue> cut = List.copyOf(tail);
    tail.clear();
    return cut;
  }

  private void requireValues(int count) {
    int floor = marks.isEmpty() ? 0 : marks.getLast();
    if (values.size() - floor < count) {
      throw PickleFault.malformed("The pickle takes a value that is not there.");
    }
  }
}
