package io.espalier.dataset.read.zip;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Numbers and names of an archive at given places; a place outside is a refusal. */
final class ZipBytes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment file;

  ZipBytes(MemorySegment file) {
    this.file = file;
  }

  long size() {
    return file.byteSize();
  }

  int unsignedShort(long at) {
    return Short.toUnsignedInt(file.get(SHORT, inside(at, Short.BYTES)));
  }

  long unsignedInt(long at) {
    return Integer.toUnsignedLong(file.get(INT, inside(at, Integer.BYTES)));
  }

  /** A number of which nothing above 2^63 can be true of a file. */
  long length(long at) {
    long value = file.get(LONG, inside(at, Long.BYTES));
    if (value < 0) {
      throw inconsistent("has a length of more than 2^63 bytes");
    }
    return value;
  }

  MemorySegment slice(long at, long length) {
    return file.asSlice(inside(at, length), length);
  }

  String name(long at, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(slice(at, length).asByteBuffer())
          .toString();
    } catch (CharacterCodingException _) {
      throw DatasetFault.at("zip", "zip-bad-name", "A name in the archive is not UTF-8.");
    }
  }

  /** Refuses the archive as one that two readers could read in two ways. */
  static EspalierException inconsistent(String what) {
    return DatasetFault.at(
        "zip", "zip-inconsistent", "The archive %s; pack it again.".formatted(what));
  }

  private long inside(long at, long length) {
    if (at < 0 || length < 0 || at > file.byteSize() - length) {
      throw inconsistent("names bytes outside of itself");
    }
    return at;
  }
}
