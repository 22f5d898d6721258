package io.espalier.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * An array of unsigned bytes as the IDX format holds it, row-major.
 *
 * @param dims extents, outermost first
 * @param values one byte for each element, read-only
 */
record IdxArray(List<Integer> dims, MemorySegment values) {
  IdxArray {
    dims = List.copyOf(dims);
    values = values.asReadOnly();
  }

  int rank() {
    return dims.size();
  }

  /** The element at a row-major index, 0 to 255. */
  int at(long index) {
    return Byte.toUnsignedInt(values.get(ValueLayout.JAVA_BYTE, index));
  }
}
