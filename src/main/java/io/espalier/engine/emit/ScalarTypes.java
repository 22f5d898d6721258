package io.espalier.engine.emit;

import io.espalier.graph.ElementType;
import java.util.OptionalInt;

/**
 * Codes that TorchScript gives element types.
 *
 * <p>libtorch has next to no arithmetic for unsigned integers above 8 bits: uint16 is held as int32
 * and uint32 as int64, wrapped after every node; uint64 is held as int64 with the same bits.
 */
final class ScalarTypes {
  static final int UINT8 = 0;
  static final int INT16 = 2;
  static final int INT32 = 3;
  static final int INT64 = 4;
  static final int FLOAT = 6;
  static final int DOUBLE = 7;
  static final int BOOL = 11;
  static final int FLOAT16 = 5;
  static final int BFLOAT16 = 15;

  private ScalarTypes() {}

  /** The code, or empty for types libtorch has no complete arithmetic for. */
  static OptionalInt code(ElementType type) {
    return switch (type) {
      case UINT8 -> OptionalInt.of(UINT8);
      case INT8 -> OptionalInt.of(1);
      case INT16 -> OptionalInt.of(INT16);
      case INT32, UINT16 -> OptionalInt.of(INT32);
      case INT64, UINT32, UINT64 -> OptionalInt.of(INT64);
      case FLOAT16 -> OptionalInt.of(FLOAT16);
      case FLOAT -> OptionalInt.of(FLOAT);
      case DOUBLE -> OptionalInt.of(DOUBLE);
      case BOOL -> OptionalInt.of(BOOL);
      case BFLOAT16 -> OptionalInt.of(BFLOAT16);
      case STRING,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          OptionalInt.empty();
    };
  }
}
