package io.espalier.graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies some positions of one axis of packed elements.
 *
 * <p>A position is one run of bytes in each row. Short runs go by way of the heap a row at a time,
 * for a copy between segments costs more than their bytes.
 */
final class AxisGather {
  private static final int SHORT_RUN_BYTES = 256;
  private static final int MAX_ROW_BYTES = 1 << 20;

  private final MemorySegment from;
  private final long rowBytes;
  private final long runBytes;
  private final int[] positions;

  AxisGather(MemorySegment from, long extent, long runBytes, int[] positions) {
    this.from = from;
    this.rowBytes = extent * runBytes;
    this.runBytes = runBytes;
    this.positions = positions;
  }

  void into(MemorySegment target) {
    long longestRow = Math.max(rowBytes, positions.length * runBytes);
    if (runBytes <= SHORT_RUN_BYTES && longestRow <= MAX_ROW_BYTES) {
      copyRows(target);
    } else {
      copyRuns(target);
    }
  }

  private void copyRows(MemorySegment target) {
    int run = (int) runBytes;
    byte[] row = new byte[(int) rowBytes];
    byte[] kept = new byte[positions.length * run];
    long to = 0;
    for (long start = 0; start < from.byteSize(); start += rowBytes) {
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, start, row, 0, row.length);
      for (int i = 0; i < positions.length; i++) {
        System.arraycopy(row, positions[i] * run, kept, i * run, run);
      }
      MemorySegment.copy(kept, 0, target, ValueLayout.JAVA_BYTE, to, kept.length);
      to += kept.length;
    }
  }

  private void copyRuns(MemorySegment target) {
    long to = 0;
    for (long start = 0; start < from.byteSize(); start += rowBytes) {
      for (int position : positions) {
        MemorySegment.copy(from, start + position * runBytes, target, to, runBytes);
        to += runBytes;
      }
    }
  }
}
