package io.espalier.dataset;

import java.lang.foreign.MemorySegment;
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
}
