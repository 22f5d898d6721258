package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The positions of every axis that stay when channels are cut. */
public final class Survivors {
  private final Positions positions;
  private final BitSet gone;
  private final Map<String, TensorType> types;

  Survivors(TypedGraph typed, Positions positions, BitSet gone) {
    this.positions = positions;
    this.gone = gone;
    types = new LinkedHashMap<>(typed.types());
    for (Positions.Axis axis : positions.axes()) {
      int removed = removed(axis);
      if (removed > 0) {
        types.compute(
            axis.value(), (_, type) -> shortened(type, axis.axis(), axis.extent() - removed));
      }
    }
  }

  /** The type of every typed value after the cut. */
  public Map<String, TensorType> types() {
    return types;
  }

  /** True when an axis loses no position. */
  public boolean keepsAll(String value, int axis) {
    return positions.axis(value, axis).map(at -> removed(at) == 0).orElse(true);
  }

  /** True when no axis of a value loses a position. */
  public boolean keepsAll(String value) {
    Optional<TensorType> type = positions.type(value);
    return type.isEmpty()
        || IntStream.range(0, type.get().rank()).allMatch(axis -> keepsAll(value, axis));
  }

  /**
   * The positions of an axis of known extent that stay, ascending.
   *
   * @throws IllegalArgumentException when the axis has no numbered positions
   */
  public int[] positions(String value, int axis) {
    Positions.Axis at =
        positions
            .axis(value, axis)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The axis (%d) of %s has no positions.".formatted(axis, value)));
    return IntStream.range(0, at.extent()).filter(i -> !gone.get(at.first() + i)).toArray();
  }

  private int removed(Positions.Axis axis) {
    int next = gone.nextSetBit(axis.first());
    return next < 0 || next >= axis.first() + axis.extent()
        ? 0
        : gone.get(axis.first(), axis.first() + axis.extent()).cardinality();
  }

  private static TensorType shortened(TensorType type, int axis, int extent) {
    List<Dim> shape = new ArrayList<>(type.shape());
    Dim whole = type.dim(axis);
    Dim open = whole.dividedBy(Dim.of(whole.coefficient())).orElseThrow();
    shape.set(axis, open.times(Dim.of(extent)));
    return type.withShape(shape);
  }
}
