package io.espalier.dataset.read.array;

import io.espalier.dataset.read.fault.DatasetFault;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What the first bytes of an array file say.
 *
 * @param columnMajor true where the first axis changes fastest (Fortran order)
 * @param headerBytes before the first number
 */
record ArrayHeader(
    ElementType type, ByteOrder order, boolean columnMajor, List<Long> dims, long headerBytes) {
  private static final int MOST_AXES = 8;

  ArrayHeader {
    dims = List.copyOf(dims);
  }

  /**
   * Bytes of all numbers.
   *
   * @throws io.espalier.problem.EspalierException [array-shape] for no axis, too many, one that is
   *     negative, or more than 2^63 bytes
   */
  long valueBytes(String name) {
    if (dims.isEmpty() || dims.size() > MOST_AXES) {
      throw shape(name, "must have 1 to %d axes".formatted(MOST_AXES));
    }
    long bytes = type.bytes();
    try {
      for (long extent : dims) {
        bytes = Math.multiplyExact(bytes, Math.max(extent, 1));
      }
    } catch (ArithmeticException _) {
      throw shape(name, "is larger than any file");
    }
    if (dims.stream().anyMatch(extent -> extent < 0 || extent > Integer.MAX_VALUE)) {
      throw shape(name, "has an axis that is negative or longer than 2^31");
    }
    return dims.contains(0L) ? 0 : bytes;
  }

  private RuntimeException shape(String name, String fault) {
    return DatasetFault.at(
        "entry " + name,
        "array-shape",
        "The array (%s) of shape %s %s."
            .formatted(DatasetFault.quote(name), DatasetFault.quote(dims.toString()), fault));
  }
}
