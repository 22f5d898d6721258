package io.espalier.format.onnx.wire;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message under construction: small fields as bytes on the heap, large ones as
 * references to memory that is copied only when the message is written out.
 */
public final class WireMessage {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final List<MemorySegment> chunks = new ArrayList<>();
  private final ByteArrayOutputStream small = new ByteArrayOutputStream(64);
  private long chunkBytes;

  /** Bytes of the whole message. */
  public long byteSize() {
    return chunkBytes + small.size();
  }

  /** The message in pieces, in order. */
  public List<MemorySegment> chunks() {
    flush();
    return List.copyOf(chunks);
  }

  public WireMessage varint(int field, long value) {
    key(field, VARINT);
    rawVarint(value);
    return this;
  }

  public WireMessage float32(int field, float value) {
    key(field, FIXED32);
    small.writeBytes(
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  public WireMessage text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    key(field, LENGTH);
    rawVarint(bytes.length);
    small.writeBytes(bytes);
    return this;
  }

  /** Refers to memory that must not change until the message is written. */
  public WireMessage bytes(int field, MemorySegment value) {
    key(field, LENGTH);
    rawVarint(value.byteSize());
    append(value);
    return this;
  }

  /** A finished sub-message. */
  public WireMessage message(int field, WireMessage value) {
    key(field, LENGTH);
    rawVarint(value.byteSize());
    value.chunks.forEach(this::append);
    small.writeBytes(value.small.toByteArray());
    return this;
  }

  private void append(MemorySegment value) {
    flush();
    chunks.add(value);
    chunkBytes += value.byteSize();
  }

  private void flush() {
    if (small.size() > 0) {
      byte[] bytes = small.toByteArray();
      small.reset();
      chunks.add(MemorySegment.ofArray(bytes));
      chunkBytes += bytes.length;
    }
  }

  private void key(int field, int wireType) {
    rawVarint((long) field << 3 | wireType);
  }

  private void rawVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      small.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    small.write((int) rest);
  }
}
