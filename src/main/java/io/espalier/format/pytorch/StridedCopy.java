package io.espalier.format.pytorch;

import io.espalier.format.pytorch.pickle.PickleValue.View;
import java.lang.foreign.MemorySegment;

/** Copies the elements of a view in row-major order; every index was checked before. */
final class StridedCopy {
  private final long[] shape;
  private final long[] strides;
  private final long width;
  private final long offset;
  private final MemorySegment source;
  private final MemorySegment target;
  private long written;

  StridedCopy(View view, MemorySegment source, MemorySegment target) {
    this.shape = view.shape().stream().mapToLong(Long::longValue).toArray();
    this.strides = view.strides().stream().mapToLong(Long::longValue).toArray();
    this.width = view.type().bits() / Byte.SIZE;
    this.offset = view.offset();
    this.source = source;
    this.target = target;
  }

  void run() {
    copy(0, offset);
  }

  private void copy(int axis, long from) {
    if (axis == shape.length) {
      MemorySegment.copy(source, from * width, target, written, width);
      written += width;
      return;
    }
    for (long i = 0; i < shape[axis]; i++) {
      copy(axis + 1, from + i * strides[axis]);
    }
  }
}
