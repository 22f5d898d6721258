package io.espalier.engine.bench;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.espalier.graph.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** Writes a number as one little-endian element of a tensor's bytes. */
@FunctionalInterface
interface ElementWriter {
  ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  void write(MemorySegment bytes, long index, double value);

  /** The writer for a type, or empty for types that samples are not drawn for. */
  static Optional<ElementWriter> of(ElementType type) {
    return switch (type) {
      case FLOAT -> Optional.of(ElementWriter::writeFloat);
      case DOUBLE -> Optional.of(ElementWriter::writeDouble);
      case FLOAT16 ->
          Optional.of(
              (bytes, i, value) -> writeShort(bytes, i, Float.floatToFloat16((float) value)));
      case INT16, UINT16 -> Optional.of((bytes, i, value) -> writeShort(bytes, i, (short) value));
      case INT32, UINT32 -> Optional.of(ElementWriter::writeInt);
      case INT64, UINT64 -> Optional.of(ElementWriter::writeLong);
      case INT8, UINT8, BOOL -> Optional.of(ElementWriter::writeByte);
      case STRING,
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
          Optional.empty();
    };
  }

  private static void writeFloat(MemorySegment bytes, long index, double value) {
    bytes.set(FLOAT, index * Float.BYTES, (float) value);
  }

  private static void writeDouble(MemorySegment bytes, long index, double value) {
    bytes.set(DOUBLE, index * Double.BYTES, value);
  }

  private static void writeShort(MemorySegment bytes, long index, short value) {
    bytes.set(SHORT, index * Short.BYTES, value);
  }

  private static void writeInt(MemorySegment bytes, long index, double value) {
    bytes.set(INT, index * Integer.BYTES, (int) value);
  }

  private static void writeLong(MemorySegment bytes, long index, double value) {
    bytes.set(LONG, index * Long.BYTES, (long) value);
  }

  private static void writeByte(MemorySegment bytes, long index, double value) {
    bytes.set(ValueLayout.JAVA_BYTE, index, (byte) value);
  }
}
