package io.espalier.engine;

import io.espalier.engine.emit.Widening;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Weights as a TorchScript archive holds them: in their own types where PyTorch 1.13 has these. */
final class StoredTensors {
  private StoredTensors() {}

  /** The type in the file; uint64 keeps its bits in int64. */
  static ElementType of(ElementType type) {
    return switch (type) {
      case UINT64 -> ElementType.INT64;
      case UINT16, UINT32 -> Widening.of(type);
      case FLOAT,
          UINT8,
          INT8,
          INT16,
          INT32,
          INT64,
          STRING,
          BOOL,
          FLOAT16,
          DOUBLE,
          COMPLEX64,
          COMPLEX128,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          type;
    };
  }

  /**
   * The content of the file's entry.
   *
   * @param arena owner of bytes that have to be copied
   */
  static MemorySegment bytes(Tensor tensor, Arena arena) {
    boolean sameBits = of(tensor.elementType()).bits() == tensor.elementType().bits();
    return (sameBits ? tensor : WideTensors.widened(tensor, arena)).bytes();
  }
}
