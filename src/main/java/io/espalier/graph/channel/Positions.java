package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers every position of every tracked axis of every typed value.
 *
 * <p>Of an axis that is a number times an open extent, such as heads times the batch, as many
 * positions are tracked as the number says: each stands for all that leave one remainder.
 *
 * <p>Not tracked are axes of unknown extent, such as the batch, and axes beyond {@link
 * #MAX_EXTENT}, or beyond {@link #MAX_POSITIONS} in all, which bounds memory for any input.
 */
final class Positions {
  /** The longest axis that is tracked. */
  static final int MAX_EXTENT = 1 << 20;

  /** How many positions are tracked in one graph. */
  static final int MAX_POSITIONS = 1 << 22;

  private static final int UNTRACKED = -1;
  private static final int[] NONE = {};

  /**
   * A tracked axis.
   *
   * @param first number of its first position
   */
  record Axis(String value, int axis, int first, Dim dim) {
    /** How many positions there are. */
    int extent() {
      return (int) dim.coefficient();
    }

    /** False when each position stands for all of one remainder. */
    boolean isWhole() {
      return dim.isKnown();
    }
  }

  private final Map<String, int[]> firsts = new LinkedHashMap<>();
  private final List<Axis> axes = new ArrayList<>();
  private final Map<String, TensorType> types;
  private int count;

  Positions(TypedGraph typed) {
    types = typed.types();
    types.forEach((value, type) -> firsts.put(value, number(value, type)));
  }

  private int[] number(String value, TensorType type) {
    int[] numbers = new int[type.rank()];
    for (int axis = 0; axis < numbers.length; axis++) {
      numbers[axis] = number(value, axis, type.dim(axis));
    }
    return numbers;
  }

  private int number(String value, int axis, Dim dim) {
    long positions = dim.coefficient();
    boolean open = !dim.isKnown() && positions == 1;
    if (open || positions > MAX_EXTENT || positions > MAX_POSITIONS - count) {
      return UNTRACKED;
    }
    int first = count;
    axes.add(new Axis(value, axis, first, dim));
    count += (int) positions;
    return first;
  }

  /** How many positions there are. */
  int count() {
    return count;
  }

  /** Tracked axes in ascending order of their positions. */
  List<Axis> axes() {
    return axes;
  }

  Optional<TensorType> type(String value) {
    return Optional.ofNullable(types.get(value));
  }

  /** An axis of a value, if both are known and the axis is tracked. */
  Optional<Axis> axis(String value, int axis) {
    int[] numbers = firsts.getOrDefault(value, NONE);
    return axis >= numbers.length || numbers[axis] == UNTRACKED
        ? Optional.empty()
        : Optional.of(new Axis(value, axis, numbers[axis], types.get(value).dim(axis)));
  }
}
