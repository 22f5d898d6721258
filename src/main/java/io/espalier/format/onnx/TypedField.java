package io.espalier.format.onnx;

import io.espalier.graph.ElementType;
import java.util.Locale;

/** The fields of a {@code TensorProto} that hold elements one by one. */
enum TypedField {
  FLOAT(4),
  INT32(5),
  STRING(6),
  INT64(7),
  DOUBLE(10),
  UINT64(11);

  static final int MAX_NUMBER = 11;

  private final int number;

  TypedField(int number) {
    this.number = number;
  }

  /** The field that must hold elements of a type. */
  static TypedField of(ElementType type) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> FLOAT;
      case DOUBLE, COMPLEX128 -> DOUBLE;
      case INT64 -> INT64;
      case UINT32, UINT64 -> UINT64;
      case STRING -> STRING;
      case UINT8,
          INT8,
          UINT16,
          INT16,
          INT32,
          BOOL,
          FLOAT16,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          INT32;
    };
  }

  int number() {
    return number;
  }

  /** Bytes of packed data one entry stands for: half a complex number, two 4-bit elements. */
  int bytesPerEntry(ElementType type) {
    return switch (this) {
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case INT32, INT64, UINT64, STRING -> Math.max(1, type.bits() / 8);
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT) + "_data";
  }
}
