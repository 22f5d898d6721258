package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Copies of tensors whose bytes are soon gone. */
final class Copies {
  private Copies() {}

  static Tensor of(Tensor tensor) {
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, tensor.byteSize()), Long.BYTES);
    MemorySegment.copy(tensor.bytes(), 0, bytes, 0, tensor.byteSize());
    return Tensor.of(tensor.elementType(), tensor.shape(), bytes.asSlice(0, tensor.byteSize()));
  }
}
