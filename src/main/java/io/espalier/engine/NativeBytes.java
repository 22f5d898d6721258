package io.espalier.engine;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves the bytes of tensors between segments and the direct buffers that runtimes take. */
final class NativeBytes {
  /** What vector instructions and both runtimes like best. */
  private static final long ALIGNMENT = 64;

  private NativeBytes() {}

  /**
   * The tensor's own memory as a buffer, or a copy when that lies on the heap or is not aligned:
   * kernels treat the ends of an array by its address, so results would depend on it.
   *
   * @param arena owner of the copy
   */
  static ByteBuffer shared(Tensor tensor, Arena arena) {
    MemorySegment bytes = tensor.bytes();
    boolean direct = bytes.isNative() && bytes.address() % ALIGNMENT == 0;
    return direct ? buffer(tensor, bytes) : copy(tensor, arena);
  }

  /** A copy of the tensor's bytes, off the heap and not counted against its limit. */
  static ByteBuffer copy(Tensor tensor, Arena arena) {
    MemorySegment copy = arena.allocate(Math.max(1, tensor.byteSize()), ALIGNMENT);
    MemorySegment.copy(tensor.bytes(), 0, copy, 0, tensor.byteSize());
    return buffer(tensor, copy.asSlice(0, tensor.byteSize()));
  }

  /** A tensor with a copy of a buffer that a runtime is about to free. */
  static Tensor tensor(ElementType type, long[] shape, ByteBuffer buffer) {
    MemorySegment source = MemorySegment.ofBuffer(buffer);
    MemorySegment copy = Arena.ofAuto().allocate(source.byteSize(), ALIGNMENT);
    return Tensor.of(type, shape, copy.copyFrom(source));
  }

  private static ByteBuffer buffer(Tensor tensor, MemorySegment bytes) {
    if (bytes.byteSize() > Integer.MAX_VALUE) {
      throw new EspalierException(
          ErrorCode.RESOURCE_LIMIT,
          "A tensor (%s) of more than 2 GiB cannot be run.".formatted(tensor));
    }
    return bytes.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
