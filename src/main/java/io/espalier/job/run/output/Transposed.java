package io.espalier.job.run.output;

import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Matrices with their axes exchanged. */
final class Transposed {
  private Transposed() {}

  /** A copy off the heap; the element type has whole bytes. */
  static Tensor of(Tensor matrix) {
    long rows = matrix.dim(0);
    long columns = matrix.dim(1);
    long width = matrix.elementType().bits() / Byte.SIZE;
    MemorySegment target = Arena.ofAuto().allocate(matrix.byteSize(), Long.BYTES);
    for (long row = 0; row < rows; row++) {
      for (long column = 0; column < columns; column++) {
        MemorySegment.copy(
            matrix.bytes(),
            (row * columns + column) * width,
            target,
            (column * rows + row) * width,
            width);
      }
    }
    return Tensor.of(matrix.elementType(), new long[] {columns, rows}, target);
  }
}
