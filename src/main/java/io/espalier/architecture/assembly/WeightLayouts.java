package io.espalier.architecture.assembly;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Brings tensors to single precision and to the layout a node reads; copies lie off the heap. */
public final class WeightLayouts {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BLOCK = 4096;
  private static final int TILE = 64;

  private final Arena arena;

  public WeightLayouts(Arena arena) {
    this.arena = arena;
  }

  /** The tensor itself when its elements are floats. */
  Tensor asIs(Tensor tensor) {
    if (tensor.elementType() == ElementType.FLOAT) {
      return tensor;
    }
    MemorySegment floats = allocate(tensor);
    double[] block = new double[BLOCK];
    for (long start = 0; start < tensor.elements(); start += BLOCK) {
      int count = (int) Math.min(BLOCK, tensor.elements() - start);
      tensor.copyTo(block, start, count);
      for (int i = 0; i < count; i++) {
        floats.set(FLOAT, Float.BYTES * (start + i), (float) block[i]);
      }
    }
    return Tensor.of(ElementType.FLOAT, tensor.shape(), floats);
  }

  /** A copy of a matrix with both axes exchanged, made in square tiles to spare the caches. */
  Tensor transposed(Tensor tensor) {
    Tensor matrix = asIs(tensor);
    MemorySegment target = allocate(matrix);
    for (long row = 0; row < matrix.dim(0); row += TILE) {
      for (long column = 0; column < matrix.dim(1); column += TILE) {
        transposeTile(matrix, target, row, column);
      }
    }
    return Tensor.of(ElementType.FLOAT, new long[] {matrix.dim(1), matrix.dim(0)}, target);
  }

  private static void transposeTile(Tensor matrix, MemorySegment target, long row, long column) {
    long rows = matrix.dim(0);
    long columns = matrix.dim(1);
    for (long i = row; i < Math.min(rows, row + TILE); i++) {
      for (long j = column; j < Math.min(columns, column + TILE); j++) {
        float value = matrix.bytes().get(FLOAT, Float.BYTES * (i * columns + j));
        target.set(FLOAT, Float.BYTES * (j * rows + i), value);
      }
    }
  }

  private MemorySegment allocate(Tensor tensor) {
    return arena.allocate(Float.BYTES * tensor.elements(), Long.BYTES);
  }
}
