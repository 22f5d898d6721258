package io.espalier.graph.channel;

import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.Arrays;
import java.util.Optional;

/** What a Pad with constant widths adds to each axis; less than 0 takes away. */
public final class PadWidths {
  private static final int NOT_NAMED = -1;

  private final long[] before;
  private final long[] after;
  private final int[] entries;

  private PadWidths(int rank) {
    before = new long[rank];
    after = new long[rank];
    entries = new int[rank];
    Arrays.fill(entries, NOT_NAMED);
  }

  /**
   * @param pads the widths before each named axis, then those after
   * @param axes by default all
   */
  public static PadWidths of(TensorType data, Tensor pads, Optional<Tensor> axes) {
    PadWidths widths = new PadWidths(data.rank());
    int named = (int) pads.elements() / 2;
    for (int entry = 0; entry < named; entry++) {
      long axis = axes.isPresent() ? axes.get().longAt(entry) : entry;
      int at = (int) (axis < 0 ? axis + data.rank() : axis);
      widths.before[at] = pads.longAt(entry);
      widths.after[at] = pads.longAt(entry + named);
      widths.entries[at] = entry;
    }
    return widths;
  }

  public long before(int axis) {
    return before[axis];
  }

  public long after(int axis) {
    return after[axis];
  }

  /** Index of an axis among the named ones, or empty when the Pad leaves it alone. */
  public Optional<Integer> entry(int axis) {
    return entries[axis] == NOT_NAMED ? Optional.empty() : Optional.of(entries[axis]);
  }
}
