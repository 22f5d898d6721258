package io.espalier.format.pytorch.zip;

import java.util.ArrayDeque;
import java.util.Deque;

/** The 64-bit numbers an entry has in an extra field where 32 bits do not suffice. */
final class WideSizes {
  private static final int WIDE = 1;
  private static final int FIELD_BYTES = 4;
  private static final int NUMBERS = 3;
  private static final long PLACEHOLDER = 0xffff_ffffL;

  private final Deque<Long> numbers = new ArrayDeque<>();

  private WideSizes() {}

  static WideSizes read(ZipBytes zip, long from, int extraBytes) {
    WideSizes sizes = new WideSizes();
    boolean found = false;
    long end = from + extraBytes;
    for (long at = from; at < end; ) {
      int length = at + FIELD_BYTES > end ? extraBytes : zip.unsignedShort(at + 2);
      if (at + FIELD_BYTES + length > end) {
        throw ZipBytes.inconsistent("has an extra field that does not fit");
      }
      if (zip.unsignedShort(at) == WIDE) {
        sizes.add(zip, at + FIELD_BYTES, found ? extraBytes : length);
        found = true;
      }
      at += FIELD_BYTES + length;
    }
    return sizes;
  }

  private void add(ZipBytes zip, long from, int length) {
    if (length % Long.BYTES != 0 || length > NUMBERS * Long.BYTES) {
      throw ZipBytes.inconsistent("has 64-bit sizes of another length");
    }
    for (long at = from; at < from + length; at += Long.BYTES) {
      numbers.add(zip.length(at));
    }
  }

  /** The number itself, or the next wide one where it is a placeholder. */
  long next(long narrow) {
    if (narrow != PLACEHOLDER) {
      return narrow;
    }
    if (numbers.isEmpty()) {
      throw ZipBytes.inconsistent("lacks a 64-bit size");
    }
    return numbers.remove();
  }
}
