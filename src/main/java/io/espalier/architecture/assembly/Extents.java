package io.espalier.architecture.assembly;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arithmetic with the extents of tensors, some of which are open because a tensor is missing. */
public final class Extents {
  /** An extent that may be anything. */
  public static final long ANY = -1;

  private Extents() {}

  /** A multiple of an extent; open when the extent is. */
  public static long times(long extent, long factor) {
    return extent == ANY ? ANY : Math.multiplyExact(extent, factor);
  }

  /** An exact part of an extent; open when the extent is, or has no such part. */
  public static long part(long extent, long divisor) {
    return extent == ANY || divisor <= 0 || extent % divisor != 0 ? ANY : extent / divisor;
  }

  static boolean agree(long[] expected, long[] shape) {
    if (expected.length != shape.length) {
      return false;
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (expected[axis] != ANY && expected[axis] != shape[axis]) {
        return false;
      }
    }
    return true;
  }

  /** For example {@code [any, 64, 3, 3]}. */
  static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(extent -> extent == ANY ? "any" : Long.toString(extent))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
