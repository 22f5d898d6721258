package io.espalier.dataset.load;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Rows of one shape, one below the other, in pooled memory. */
final class Stack implements AutoCloseable {
  private final ElementType type;
  private final long[] shape;
  private final int rowElements;
  private final BufferPool.Buffer buffer;

  private Stack(ElementType type, List<Long> row, int rows, BufferPool pool) {
    this.type = type;
    this.shape =
        LongStream.concat(LongStream.of(rows), row.stream().mapToLong(Long::longValue)).toArray();
    this.rowElements =
        Math.toIntExact(row.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    this.buffer = pool.take(Math.max(1, type.bytes((long) rows * rowElements)));
  }

  static Stack ofFloats(List<Long> row, int rows, BufferPool pool, Consumer<Stack> filling) {
    return new Stack(ElementType.FLOAT, row, rows, pool).filled(filling);
  }

  static Stack ofLongs(List<Long> row, int rows, BufferPool pool, Consumer<Stack> filling) {
    return new Stack(ElementType.INT64, row, rows, pool).filled(filling);
  }

  /** This stack with its rows; where they cannot be set, its memory goes back. */
  private Stack filled(Consumer<Stack> filling) {
    try {
      filling.accept(this);
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  void set(int row, float[] values) {
    long offset = (long) row * rowElements * Float.BYTES;
    MemorySegment.copy(values, 0, bytes(), ValueLayout.JAVA_FLOAT, offset, rowElements);
  }

  /** The rest of a row that is longer than the values is padded. */
  void set(int row, long[] values, long padding) {
    long[] padded = Arrays.copyOf(values, rowElements);
    Arrays.fill(padded, values.length, rowElements, padding);
    long offset = (long) row * rowElements * Long.BYTES;
    MemorySegment.copy(padded, 0, bytes(), ValueLayout.JAVA_LONG, offset, rowElements);
  }

  int rowElements() {
    return rowElements;
  }

  long[] shape() {
    return shape.clone();
  }

  MemorySegment bytes() {
    return buffer.bytes();
  }

  Tensor tensor() {
    return Tensor.of(type, shape, bytes());
  }

  @Override
  public void close() {
    buffer.close();
  }
}
