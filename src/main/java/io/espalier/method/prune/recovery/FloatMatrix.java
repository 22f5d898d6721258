package io.espalier.method.prune.recovery;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A matrix of floats off the heap, row-major, that lives as long as its arena. */
final class FloatMatrix {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final int rows;
  private final int columns;

  /** Zeros. */
  FloatMatrix(Arena arena, int rows, int columns) {
    bytes = arena.allocate(Float.BYTES * (long) rows * columns, Float.BYTES);
    this.rows = rows;
    this.columns = columns;
  }

  void set(int row, int column, double value) {
    bytes.set(FLOAT, Float.BYTES * ((long) row * columns + column), (float) value);
  }

  Tensor tensor() {
    return Tensor.of(ElementType.FLOAT, new long[] {rows, columns}, bytes);
  }
}
