package io.espalier.graph.rewrite;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Makes constants of computed integers. */
final class IntegerTensors {
  private IntegerTensors() {}

  /** A constant of the type; empty for element types that shape arithmetic does not use. */
  static Optional<Tensor> of(TensorType type, long[] numbers) {
    if (type.elementType() == ElementType.INT64) {
      return Optional.of(Tensor.ofLongs(shape(type), numbers));
    }
    if (type.elementType() == ElementType.INT32) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
      Arrays.stream(numbers).forEach(number -> bytes.putInt((int) number));
      return Optional.of(packed(type, bytes));
    }
    if (type.elementType() == ElementType.BOOL) {
      ByteBuffer bytes = ByteBuffer.allocate(numbers.length);
      Arrays.stream(numbers).forEach(number -> bytes.put((byte) number));
      return Optional.of(packed(type, bytes));
    }
    return Optional.empty();
  }

  static long[] shape(TensorType type) {
    return type.shape().stream().mapToLong(Dim::size).toArray();
  }

  private static Tensor packed(TensorType type, ByteBuffer bytes) {
    return Tensor.of(type.elementType(), shape(type), MemorySegment.ofArray(bytes.array()));
  }
}
