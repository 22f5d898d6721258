package io.espalier.format.safetensors;

import io.espalier.graph.ElementType;
import java.util.Arrays;
import java.util.Optional;

/** The element types of the format that are read and written, by the names it gives them. */
enum Dtype {
  BOOL(ElementType.BOOL),
  F4(ElementType.FLOAT4E2M1),
  U8(ElementType.UINT8),
  I8(ElementType.INT8),
  F8_E5M2(ElementType.FLOAT8E5M2),
  F8_E4M3(ElementType.FLOAT8E4M3FN),
  I16(ElementType.INT16),
  U16(ElementType.UINT16),
  F16(ElementType.FLOAT16),
  BF16(ElementType.BFLOAT16),
  I32(ElementType.INT32),
  U32(ElementType.UINT32),
  F32(ElementType.FLOAT),
  C64(ElementType.COMPLEX64),
  F64(ElementType.DOUBLE),
  I64(ElementType.INT64),
  U64(ElementType.UINT64);

  private final ElementType elementType;

  Dtype(ElementType elementType) {
    this.elementType = elementType;
  }

  static Optional<Dtype> ofName(String name) {
    return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst();
  }

  static Optional<Dtype> of(ElementType elementType) {
    return Arrays.stream(values()).filter(dtype -> dtype.elementType == elementType).findFirst();
  }

  ElementType elementType() {
    return elementType;
  }
}
