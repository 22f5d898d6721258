package io.espalier.dataset.read.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A type of numbers in an array file. */
public enum ElementType {
  BOOL(1, false),
  U8(1, false),
  I8(1, false),
  U16(2, false),
  I16(2, false),
  U32(4, false),
  I32(4, false),
  U64(8, false),
  I64(8, false),
  F16(2, true),
  F32(4, true),
  F64(8, true);

  private final int bytes;
  private final boolean real;

  ElementType(int bytes, boolean real) {
    this.bytes = bytes;
    this.real = real;
  }

  public int bytes() {
    return bytes;
  }

  /** True for floating point. */
  public boolean isReal() {
    return real;
  }

  /** The number at a byte offset; rounded where a double cannot hold it. */
  double number(MemorySegment values, long at, ByteOrder order) {
    return switch (this) {
      case BOOL, U8, I8, U16, I16, U32, I32, U64, I64 -> integer(values, at, order);
      case F16 -> Float.float16ToFloat(shortAt(values, at, order));
      case F32 -> Float.intBitsToFloat(intAt(values, at, order));
      case F64 -> Double.longBitsToDouble(longAt(values, at, order));
    };
  }

  /** The whole number at a byte offset; unsigned ones from 2^63 on come out negative. */
  long integer(MemorySegment values, long at, ByteOrder order) {
    return switch (this) {
      case BOOL, U8 -> Byte.toUnsignedLong(values.get(ValueLayout.JAVA_BYTE, at));
      case I8 -> values.get(ValueLayout.JAVA_BYTE, at);
      case U16 -> Short.toUnsignedLong(shortAt(values, at, order));
      case I16 -> shortAt(values, at, order);
      case U32 -> Integer.toUnsignedLong(intAt(values, at, order));
      case I32 -> intAt(values, at, order);
      case U64, I64 -> longAt(values, at, order);
      case F16, F32, F64 -> throw new IllegalStateException("The numbers are real.");
    };
  }

  private static short shortAt(MemorySegment values, long at, ByteOrder order) {
    return values.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
  }

  private static int intAt(MemorySegment values, long at, ByteOrder order) {
    return values.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
  }

  private static long longAt(MemorySegment values, long at, ByteOrder order) {
    return values.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
  }
}
