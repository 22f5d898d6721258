package io.espalier.engine.emit;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Constants of types that libtorch does not compute with, in a type that holds the same numbers.
 *
 * <p>Source of the 8-bit floating types: P. Micikevicius et al., "FP8 Formats for Deep Learning",
 * 2022; those that end in UZ have no infinities, no negative zero and a bias that is greater by 1.
 */
final class NarrowConstants {
  private static final int SIGN = 0x80;
  private static final int MAGNITUDE = 0x7f;

  private NarrowConstants() {}

  /** The same elements in a wider type; empty when libtorch takes the tensor or no type fits. */
  static Optional<Tensor> widened(Tensor tensor) {
    return switch (tensor.elementType()) {
      case INT4 -> Optional.of(nibbles(tensor, ElementType.INT8));
      case UINT4 -> Optional.of(nibbles(tensor, ElementType.UINT8));
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> Optional.of(floats(tensor));
      case FLOAT,
          UINT8,
          INT8,
          UINT16,
          INT16,
          INT32,
          INT64,
          STRING,
          BOOL,
          FLOAT16,
          DOUBLE,
          UINT32,
          UINT64,
          COMPLEX64,
          COMPLEX128,
          BFLOAT16,
          FLOAT4E2M1 ->
          Optional.empty();
    };
  }

  /** Two elements a byte, the first in the low half. */
  private static Tensor nibbles(Tensor tensor, ElementType wide) {
    byte[] elements = new byte[Math.toIntExact(tensor.elements())];
    int unused = Integer.SIZE - 4;
    for (int i = 0; i < elements.length; i++) {
      int half = byteAt(tensor, i / 2) >> (i % 2 * 4) << unused;
      elements[i] = (byte) (wide == ElementType.INT8 ? half >> unused : half >>> unused);
    }
    return Tensor.of(wide, tensor.shape(), MemorySegment.ofArray(elements));
  }

  private static Tensor floats(Tensor tensor) {
    float[] elements = new float[Math.toIntExact(tensor.elements())];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = number(tensor.elementType(), byteAt(tensor, i));
    }
    return Tensor.ofFloats(tensor.shape(), elements);
  }

  private static int byteAt(Tensor tensor, long index) {
    return Byte.toUnsignedInt(tensor.bytes().get(ValueLayout.JAVA_BYTE, index));
  }

  private static float number(ElementType type, int bits) {
    boolean isWide = type == ElementType.FLOAT8E5M2 || type == ElementType.FLOAT8E5M2FNUZ;
    boolean isUnsignedZero =
        type == ElementType.FLOAT8E4M3FNUZ || type == ElementType.FLOAT8E5M2FNUZ;
    int fractionBits = isWide ? 2 : 3;
    int bias = (isWide ? 15 : 7) + (isUnsignedZero ? 1 : 0);
    int magnitude = bits & MAGNITUDE;
    if (isUnsignedZero ? bits == SIGN : magnitude > (isWide ? 0x7c : 0x7e)) {
      return Float.NaN;
    }
    float sign = bits == magnitude ? 1 : -1;
    return type == ElementType.FLOAT8E5M2 && magnitude == 0x7c
        ? sign * Float.POSITIVE_INFINITY
        : sign * finite(magnitude, fractionBits, bias);
  }

  private static float finite(int magnitude, int fractionBits, int bias) {
    int exponent = magnitude >> fractionBits;
    int fraction = magnitude & ((1 << fractionBits) - 1);
    int significand = exponent == 0 ? fraction : fraction + (1 << fractionBits);
    return Math.scalb((float) significand, Math.max(exponent, 1) - bias - fractionBits);
  }
}
