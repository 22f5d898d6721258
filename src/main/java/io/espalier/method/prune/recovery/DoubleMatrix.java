package io.espalier.method.prune.recovery;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A matrix of doubles off the heap, row-major, that lives as long as its arena. */
final class DoubleMatrix {
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final int rows;
  private final int columns;

  /** Zeros. */
  DoubleMatrix(Arena arena, int rows, int columns) {
    bytes = arena.allocate(Double.BYTES * (long) rows * columns, Double.BYTES);
    this.rows = rows;
    this.columns = columns;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  double get(int row, int column) {
    return bytes.get(DOUBLE, at(row, column));
  }

  void set(int row, int column, double value) {
    bytes.set(DOUBLE, at(row, column), value);
  }

  void add(int row, int column, double value) {
    set(row, column, get(row, column) + value);
  }

  private long at(int row, int column) {
    return Double.BYTES * ((long) row * columns + column);
  }

  /** Adds numbers of the same order. */
  void add(Tensor numbers) {
    for (long i = 0; i < numbers.elements(); i++) {
      bytes.set(
          DOUBLE, Double.BYTES * i, bytes.get(DOUBLE, Double.BYTES * i) + numbers.doubleAt(i));
    }
  }

  Tensor tensor() {
    return Tensor.of(ElementType.DOUBLE, new long[] {rows, columns}, bytes);
  }
}
