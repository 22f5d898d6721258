package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Packs the elements of a typed data field into memory that has exactly room for them. */
final class TypedData {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final TypedField source;
  private final int width;
  private final MemorySegment target;
  private long written;

  TypedData(ElementType type, MemorySegment target) {
    this.source = TypedField.of(type);
    this.width = source.bytesPerEntry(type);
    this.target = target;
  }

  void read(WireReader in) {
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == source.number()) {
        readEntries(in);
      } else {
        in.skip();
      }
    }
  }

  private void readEntries(WireReader in) {
    switch (source) {
      case FLOAT -> in.runs32(this::append);
      case DOUBLE -> in.runs64(this::append);
      case INT32, INT64, UINT64 -> in.varints(this::append);
      case STRING -> in.skip();
    }
  }

  private void append(MemorySegment run) {
    MemorySegment.copy(run, 0, target, written, run.byteSize());
    written += run.byteSize();
  }

  private void append(long value) {
    switch (width) {
      case 1 -> target.set(ValueLayout.JAVA_BYTE, written, (byte) value);
      case 2 -> target.set(SHORT, written, (short) value);
      case 4 -> target.set(INT, written, (int) value);
      default -> target.set(LONG, written, value);
    }
    written += width;
  }
}
