package io.espalier.format.pytorch.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Takes the bytes of a pickle in order; every length is compared with what is left. */
final class PickleInput {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble BIG_ENDIAN_DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final MemorySegment bytes;
  private long position;

  PickleInput(MemorySegment bytes) {
    this.bytes = bytes;
  }

  long position() {
    return position;
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, advance(1)));
  }

  int unsignedShort() {
    return Short.toUnsignedInt(bytes.get(SHORT, advance(Short.BYTES)));
  }

  int signedInt() {
    return bytes.get(INT, advance(Integer.BYTES));
  }

  long unsignedInt() {
    return Integer.toUnsignedLong(signedInt());
  }

  long signedLong() {
    return bytes.get(LONG, advance(Long.BYTES));
  }

  double real() {
    return bytes.get(BIG_ENDIAN_DOUBLE, advance(Double.BYTES));
  }

  void skip(long length) {
    advance(length);
  }

  /** A two's complement number of a few bytes, lowest first. */
  long number(int length) {
    long from = advance(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, from + i));
    }
    int unused = Long.SIZE - length * Byte.SIZE;
    return length == 0 ? 0 : value << unused >> unused;
  }

  String utf8(long length) {
    return decoded(length, StandardCharsets.UTF_8);
  }

  /** Text of Python 2, whose bytes stand for characters. */
  String latin(long length) {
    return decoded(length, StandardCharsets.ISO_8859_1);
  }

  /** Text up to a line feed, which is passed over. */
  String line(int limitBytes) {
    long end = position;
    while (end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != '\n') {
      if (end - position == limitBytes) {
        throw PickleFault.malformed("A name is longer than %d bytes.".formatted(limitBytes));
      }
      end++;
    }
    String line = utf8(end - position);
    advance(1);
    return line;
  }

  private String decoded(long length, Charset charset) {
    long from = advance(length);
    try {
      return charset.newDecoder().decode(bytes.asSlice(from, length).asByteBuffer()).toString();
    } catch (CharacterCodingException _) {
      throw PickleFault.malformed("The text at byte %d is not UTF-8.".formatted(from));
    }
  }

  private long advance(long length) {
    if (length < 0 || length > bytes.byteSize() - position) {
      throw PickleFault.at(
          "pickle-truncated",
          "The pickle ends at byte %d inside a value; upload the file again."
              .formatted(bytes.byteSize()));
    }
    long from = position;
    position += length;
    return from;
  }
}
