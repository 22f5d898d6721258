package io.espalier.graph.channel;

import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a Slice with constant bounds takes from each axis it names. */
public final class SliceBounds {

  /**
   * @param entry index of the axis in the bounds
   * @param start the first position taken; 0 on an axis of unknown extent
   * @param step never 0
   */
  public record Run(int entry, int start, long step) {
    /** The position of the data that becomes a position of the part. */
    public int source(int position) {
      return Math.toIntExact(start + position * step);
    }
  }

  private final Map<Integer, Run> runs = new HashMap<>();

  private SliceBounds() {}

  /**
   * @param axes by default the first ones
   * @param steps by default 1
   */
  public static SliceBounds of(
      TensorType data, Tensor starts, Tensor ends, Optional<Tensor> axes, Optional<Tensor> steps) {
    SliceBounds bounds = new SliceBounds();
    for (int entry = 0; entry < Math.min(starts.elements(), ends.elements()); entry++) {
      long axis = axes.isPresent() ? axes.get().longAt(entry) : entry;
      int at = (int) (axis < 0 ? axis + data.rank() : axis);
      long step = steps.isPresent() ? steps.get().longAt(entry) : 1;
      bounds.runs.put(at, new Run(entry, start(data, at, starts.longAt(entry), step), step));
    }
    return bounds;
  }

  private static int start(TensorType data, int axis, long start, long step) {
    if (!data.dim(axis).isKnown()) {
      return 0;
    }
    long extent = data.dim(axis).size();
    long last = Math.max(0, step < 0 ? extent - 1 : extent);
    return (int) Math.clamp(start < 0 ? start + extent : start, 0, last);
  }

  /** What is taken from an axis, or empty when the Slice does not name it. */
  public Optional<Run> run(int axis) {
    return Optional.ofNullable(runs.get(axis));
  }
}
