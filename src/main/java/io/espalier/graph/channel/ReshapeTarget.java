package io.espalier.graph.channel;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.Optional;

/** The constant that makes a Reshape give one shape. */
public final class ReshapeTarget {
  private static final long COPY = 0;
  private static final long REST = -1;

  private ReshapeTarget() {}

  /**
   * Extents as numbers; an unknown one is copied from the same axis of the input, or is the rest.
   *
   * @return the target for {@code allowzero=0}, or empty when two extents would have to be the rest
   *     or one is 0
   */
  public static Optional<long[]> of(TensorType input, TensorType output) {
    long[] target = new long[output.rank()];
    int rests = 0;
    for (int axis = 0; axis < target.length; axis++) {
      Dim dim = output.dim(axis);
      boolean copied = axis < input.rank() && input.dim(axis).equals(dim);
      target[axis] = dim.isKnown() ? dim.size() : copied ? COPY : REST;
      rests += target[axis] == REST ? 1 : 0;
      if (dim.is(0)) {
        return Optional.empty();
      }
    }
    return rests > 1 ? Optional.empty() : Optional.of(target);
  }
}
