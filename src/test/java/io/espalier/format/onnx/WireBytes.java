package io.espalier.format.onnx;

import java.io.ByteArrayOutputStream;

/** Writes protobuf by hand, rules broken on purpose. */
final class WireBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  WireBytes varint(int field, long value) {
    return number((long) field << 3).number(value);
  }

  WireBytes message(int field, byte[] content) {
    return announced(field, content.length).raw(content);
  }

  /** A length-delimited field whose content the caller owes. */
  WireBytes announced(int field, long length) {
    return number((long) field << 3 | 2).number(length);
  }

  WireBytes raw(byte... content) {
    bytes.writeBytes(content);
    return this;
  }

  WireBytes number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
