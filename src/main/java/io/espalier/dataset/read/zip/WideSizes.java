package io.espalier.dataset.read.zip;

/** The 64-bit numbers an entry has in an extra field where 32 bits do not suffice. */
final class WideSizes {
  private static final int WIDE = 1;
  private static final int FIELD_BYTES = 4;
  private static final long PLACEHOLDER = 0xffff_ffffL;

  private final ZipBytes zip;
  private long at;
  private long end;

  /** Finds the field among the extra fields of an entry. */
  WideSizes(ZipBytes zip, long from, int extraBytes) {
    this.zip = zip;
    long extraEnd = from + extraBytes;
    for (long field = from; field + FIELD_BYTES <= extraEnd; ) {
      int length = zip.unsignedShort(field + 2);
      if (zip.unsignedShort(field) == WIDE && at == 0) {
        at = field + FIELD_BYTES;
        end = Math.min(at + length, extraEnd);
      }
      field += FIELD_BYTES + length;
    }
  }

  /** The number itself, or the next wide one where it is a placeholder. */
  long next(long narrow) {
    if (narrow != PLACEHOLDER) {
      return narrow;
    }
    if (at + Long.BYTES > end) {
      throw ZipBytes.inconsistent("lacks a 64-bit size");
    }
    at += Long.BYTES;
    return zip.length(at - Long.BYTES);
  }
}
