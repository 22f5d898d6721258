package io.espalier.method.prune.criterion.data;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A square matrix of 64-bit numbers that is summed up in place. */
final class SquareMatrix {
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int size;
  private final double[] elements;

  SquareMatrix(int size) {
    this.size = size;
    elements = new double[size * size];
  }

  /** A matrix of doubles of this size. */
  static SquareMatrix of(Tensor tensor) {
    SquareMatrix matrix = new SquareMatrix((int) tensor.dim(0));
    tensor.copyTo(matrix.elements, 0, matrix.elements.length);
    return matrix;
  }

  int size() {
    return size;
  }

  double at(int row, int column) {
    return elements[row * size + column];
  }

  void put(int row, int column, double value) {
    elements[row * size + column] = value;
  }

  void add(int row, int column, double value) {
    elements[row * size + column] += value;
  }

  void add(SquareMatrix other, double factor) {
    for (int i = 0; i < elements.length; i++) {
      elements[i] += factor * other.elements[i];
    }
  }

  double sum() {
    double sum = 0;
    for (double element : elements) {
      sum += element;
    }
    return sum;
  }

  double trace() {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += at(i, i);
    }
    return trace;
  }

  Tensor tensor() {
    MemorySegment bytes = Arena.ofAuto().allocate((long) elements.length * Double.BYTES);
    MemorySegment.copy(elements, 0, bytes, DOUBLE, 0, elements.length);
    return Tensor.of(ElementType.DOUBLE, new long[] {size, size}, bytes);
  }
}
