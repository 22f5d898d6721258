package io.espalier.graph.rewrite.cut;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Changed copies of constants. */
final class Constants {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Constants() {}

  /** Integers of the element type and rank of another tensor, a vector or a scalar. */
  static Tensor integers(Tensor like, long... values) {
    long[] shape = like.rank() == 0 ? new long[0] : new long[] {values.length};
    if (like.elementType() == ElementType.INT64) {
      return Tensor.ofLongs(shape, values);
    }
    MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, Long.BYTES);
    for (int i = 0; i < values.length; i++) {
      bytes.setAtIndex(INT, i, Math.toIntExact(values[i]));
    }
    return Tensor.of(like.elementType(), shape, bytes);
  }

  /** A copy with zeros at some positions of one axis. */
  static Tensor zeroed(Tensor tensor, int axis, int[] positions) {
    long[] shape = tensor.shape();
    MemorySegment bytes = Arena.ofAuto().allocate(tensor.byteSize(), Long.BYTES);
    MemorySegment.copy(tensor.bytes(), 0, bytes, 0, tensor.byteSize());
    long outer = product(shape, 0, axis);
    long run = tensor.elementType().bytes(product(shape, axis + 1, shape.length));
    for (long block = 0; block < outer; block++) {
      for (int position : positions) {
        bytes.asSlice((block * shape[axis] + position) * run, run).fill((byte) 0);
      }
    }
    return Tensor.of(tensor.elementType(), shape, bytes);
  }

  private static long product(long[] shape, int from, int to) {
    return Arrays.stream(shape, from, to).reduce(1, Math::multiplyExact);
  }
}
