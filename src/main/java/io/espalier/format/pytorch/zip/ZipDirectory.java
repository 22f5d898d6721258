package io.espalier.format.pytorch.zip;

import io.espalier.format.ModelFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the end record and the central directory of an archive.
 *
 * <p>Source: PKWARE's application note. What we do differently: the end record is the last thing in
 * the file, the directory ends where it begins, and there is one file, no comment and no
 * encryption, so that there is one way to read the archive.
 */
final class ZipDirectory {
  private static final long END = 0x0605_4b50L;
  private static final long END_64 = 0x0606_4b50L;
  private static final long LOCATOR_64 = 0x0706_4b50L;
  private static final long CENTRAL = 0x0201_4b50L;
  static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int CENTRAL_BYTES = 46;
  private static final int SHORT_MAXIMUM = 0xffff;
  private static final long INT_MAXIMUM = 0xffff_ffffL;
  private static final int ALLOWED_FLAGS = 1 << 3 | 1 << 11;

  private final ZipBytes zip;
  private final ZipLimits limits;
  private final ZipNames names;
  private long count;
  private long size;
  private long start;

  ZipDirectory(ZipBytes zip, ZipLimits limits) {
    this.zip = zip;
    this.limits = limits;
    this.names = new ZipNames(limits.nameBytes());
  }

  /** True when the file ends as an archive does. */
  static boolean isAtEnd(ZipBytes zip) {
    return zip.size() >= END_BYTES && zip.unsignedInt(zip.size() - END_BYTES) == END;
  }

  /** Where the directory begins, which is where the last entry must end. */
  long start() {
    return start;
  }

  /** Every entry in the order of the directory, whose end is checked. */
  List<ZipEntry> read() {
    long end = readEnd();
    if (count > limits.entries()) {
      throw ModelFault.at(
          "zip",
          "too-many-entries",
          "The archive has more than %d entries, the limit.".formatted(limits.entries()));
    }
    if (start > end || size != end - start) {
      throw ZipBytes.inconsistent("has a directory that does not end where its end begins");
    }
    List<ZipEntry> entries = new ArrayList<>();
    long at = start;
    for (long i = 0; i < count; i++) {
      at = readEntry(at, entries);
    }
    if (at != end) {
      throw ZipBytes.inconsistent("has a directory of another length than it says");
    }
    return entries;
  }

  /** Reads the end record and returns where the end part of the file begins. */
  private long readEnd() {
    long at = zip.size() - END_BYTES;
    if (!isAtEnd(zip) || zip.unsignedShort(at + 20) != 0 || zip.unsignedInt(at + 4) != 0) {
      throw ZipBytes.inconsistent("does not end with its end record, or has a comment or parts");
    }
    count = zip.unsignedShort(at + 10);
    size = zip.unsignedInt(at + 12);
    start = zip.unsignedInt(at + 16);
    if (zip.unsignedShort(at + 8) != count) {
      throw ZipBytes.inconsistent("counts its entries in two ways");
    }
    long locator = at - LOCATOR_BYTES;
    boolean isWide = locator >= END_64_BYTES && zip.unsignedInt(locator) == LOCATOR_64;
    return isWide ? readWideEnd(locator) : at;
  }

  private long readWideEnd(long locator) {
    long at = locator - END_64_BYTES;
    boolean fits =
        zip.unsignedInt(at) == END_64
            && zip.length(locator + 8) == at
            && zip.unsignedInt(locator + 4) == 0
            && zip.unsignedInt(locator + 16) <= 1
            && zip.length(at + 4) == END_64_BYTES - 12
            && zip.length(at + 16) == 0
            && zip.length(at + 24) == zip.length(at + 32)
            && agrees(count, zip.length(at + 32), SHORT_MAXIMUM)
            && agrees(size, zip.length(at + 40), INT_MAXIMUM)
            && agrees(start, zip.length(at + 48), INT_MAXIMUM);
    if (!fits) {
      throw ZipBytes.inconsistent("has two end records that differ");
    }
    count = zip.length(at + 32);
    size = zip.length(at + 40);
    start = zip.length(at + 48);
    return at;
  }

  private static boolean agrees(long narrow, long wide, long maximum) {
    return narrow == wide || narrow == maximum;
  }

  private long readEntry(long at, List<ZipEntry> entries) {
    if (zip.unsignedInt(at) != CENTRAL) {
      throw ZipBytes.inconsistent("has a directory with something else in it");
    }
    int flags = zip.unsignedShort(at + 8);
    if ((flags & ~ALLOWED_FLAGS) != 0
        || zip.unsignedShort(at + 32) != 0
        || zip.unsignedShort(at + 34) != 0) {
      throw ZipBytes.inconsistent("has an entry that is encrypted, commented or in another file");
    }
    if (zip.unsignedShort(at + 10) != 0) {
      throw ModelFault.at(
          "zip",
          "zip-compressed",
          "The archive is compressed; torch.save stores its entries as they are.");
    }
    int nameBytes = zip.unsignedShort(at + 28);
    int extraBytes = zip.unsignedShort(at + 30);
    String name = zip.name(at + CENTRAL_BYTES, nameBytes);
    names.take(name, nameBytes);
    WideSizes wide = WideSizes.read(zip, at + CENTRAL_BYTES + nameBytes, extraBytes);
    long bytes = wide.next(zip.unsignedInt(at + 24));
    if (wide.next(zip.unsignedInt(at + 20)) != bytes) {
      throw ZipBytes.inconsistent("has a stored entry of two sizes");
    }
    long headerAt = wide.next(zip.unsignedInt(at + 42));
    entries.add(new ZipEntry(name, flags, zip.unsignedInt(at + 16), bytes, headerAt));
    return at + CENTRAL_BYTES + nameBytes + extraBytes;
  }
}
