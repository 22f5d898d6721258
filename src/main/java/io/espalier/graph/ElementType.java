package io.espalier.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Element types of tensors, with the code ONNX gives them and their width in bits. */
public enum ElementType {
  FLOAT(1, 32, true),
  UINT8(2, 8, false),
  INT8(3, 8, false),
  UINT16(4, 16, false),
  INT16(5, 16, false),
  INT32(6, 32, false),
  INT64(7, 64, false),
  STRING(8, 0, false),
  BOOL(9, 8, false),
  FLOAT16(10, 16, true),
  DOUBLE(11, 64, true),
  UINT32(12, 32, false),
  UINT64(13, 64, false),
  COMPLEX64(14, 64, false),
  COMPLEX128(15, 128, false),
  BFLOAT16(16, 16, true),
  FLOAT8E4M3FN(17, 8, true),
  FLOAT8E4M3FNUZ(18, 8, true),
  FLOAT8E5M2(19, 8, true),
  FLOAT8E5M2FNUZ(20, 8, true),
  UINT4(21, 4, false),
  INT4(22, 4, false),
  FLOAT4E2M1(23, 4, true);

  private final int onnxCode;
  private final int bits;
  private final boolean floating;

  ElementType(int onnxCode, int bits, boolean floating) {
    this.onnxCode = onnxCode;
    this.bits = bits;
    this.floating = floating;
  }

  public static Optional<ElementType> ofOnnxCode(long code) {
    return Arrays.stream(values()).filter(type -> type.onnxCode == code).findFirst();
  }

  public int onnxCode() {
    return onnxCode;
  }

  /** Bits of one element; 0 for strings, which have no fixed width. */
  public int bits() {
    return bits;
  }

  public boolean isFloating() {
    return floating;
  }

  /**
   * Bytes that {@code elements} elements take when packed, rounded up to whole bytes.
   *
   * @throws ArithmeticException when the count does not fit a long
   */
  public long bytes(long elements) {
    return Math.ceilDiv(Math.multiplyExact(elements, bits), 8);
  }

  /** Lower-case name as the graph text and the API show it, for example {@code float}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
