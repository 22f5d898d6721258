package io.espalier.dataset.read.zip;

import io.espalier.dataset.read.fault.DatasetFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the end record and the central directory of an archive.
 *
 * <p>Source: PKWARE's application note. What we do differently: the end record is the last thing in
 * the file, the directory ends where it begins, and there is one file and no encryption, so that
 * there is one way to read the archive.
 */
final class ZipDirectory {
  private static final long END = 0x0605_4b50L;
  private static final long END_64 = 0x0606_4b50L;
  private static final long LOCATOR_64 = 0x0706_4b50L;
  private static final long CENTRAL = 0x0201_4b50L;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int CENTRAL_BYTES = 46;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int SHORT_MAXIMUM = 0xffff;
  private static final long INT_MAXIMUM = 0xffff_ffffL;
  private static final int ENCRYPTED_FLAGS = 1 | 1 << 6 | 1 << 13;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int UNIX = 3;
  private static final int FILE_KIND = 0xf000;
  private static final int FOLDER = 0x4000;
  private static final int ORDINARY = 0x8000;

  private final ZipBytes zip;
  private final ZipLimits limits;
  private final ZipNames names;
  private final List<ZipEntry> entries = new ArrayList<>();
  private long count;
  private long size;
  private long start;
  private long unpacked;

  ZipDirectory(ZipBytes zip, ZipLimits limits) {
    this.zip = zip;
    this.limits = limits;
    this.names = new ZipNames(limits.nameBytes());
  }

  /** Where the directory begins, which no entry passes. */
  long start() {
    return start;
  }

  /** Every file in the order of the directory; folders are left out. */
  List<ZipEntry> read() {
    long end = readEnd();
    if (count > limits.entries()) {
      throw DatasetFault.at(
          "zip",
          "too-many-entries",
          "The archive has more than %d entries, the limit.".formatted(limits.entries()));
    }
    if (start > end || size != end - start) {
      throw ZipBytes.inconsistent("has a directory that does not end where its end begins");
    }
    long at = start;
    for (long i = 0; i < count; i++) {
      at = readEntry(at);
    }
    if (at != end) {
      throw ZipBytes.inconsistent("has a directory of another length than it says");
    }
    return entries;
  }

  /** Reads the end record and returns where the end part of the file begins. */
  private long readEnd() {
    long at = endAt();
    count = zip.unsignedShort(at + 10);
    size = zip.unsignedInt(at + 12);
    start = zip.unsignedInt(at + 16);
    if (zip.unsignedInt(at + 4) != 0 || zip.unsignedShort(at + 8) != count) {
      throw ZipBytes.inconsistent("has parts in other files or counts its entries in two ways");
    }
    long locator = at - LOCATOR_BYTES;
    boolean isWide = locator >= END_64_BYTES && zip.unsignedInt(locator) == LOCATOR_64;
    return isWide ? readWideEnd(locator) : at;
  }

  /** The one place where an end record with its comment reaches to the end of the file. */
  private long endAt() {
    long last = zip.size() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (zip.unsignedInt(at) == END && zip.unsignedShort(at + 20) == last - at) {
        return at;
      }
    }
    throw ZipBytes.inconsistent("does not end with its end record, so it is cut or no archive");
  }

  private long readWideEnd(long locator) {
    long at = zip.length(locator + 8);
    boolean fits =
        at == locator - END_64_BYTES
            && zip.unsignedInt(at) == END_64
            && zip.unsignedInt(locator + 4) == 0
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

  private long readEntry(long at) {
    if (zip.unsignedInt(at) != CENTRAL) {
      throw ZipBytes.inconsistent("has a directory with something else in it");
    }
    int nameBytes = zip.unsignedShort(at + 28);
    int extraBytes = zip.unsignedShort(at + 30);
    String name = zip.name(at + CENTRAL_BYTES, nameBytes);
    names.take(name, nameBytes);
    WideSizes wide = new WideSizes(zip, at + CENTRAL_BYTES + nameBytes, extraBytes);
    long bytes = wide.next(zip.unsignedInt(at + 24));
    long packed = wide.next(zip.unsignedInt(at + 20));
    long headerAt = wide.next(zip.unsignedInt(at + 42));
    boolean deflated = isDeflated(name, at);
    ZipEntry entry =
        new ZipEntry(name, deflated, zip.unsignedInt(at + 16), packed, bytes, headerAt, start);
    add(entry, kind(at));
    return at + CENTRAL_BYTES + nameBytes + extraBytes + zip.unsignedShort(at + 32);
  }

  private boolean isDeflated(String name, long at) {
    int method = zip.unsignedShort(at + 10);
    if ((zip.unsignedShort(at + 8) & ENCRYPTED_FLAGS) != 0) {
      throw DatasetFault.at(
          "entry " + name,
          "zip-encrypted",
          "The archive is encrypted; pack it without a password.");
    }
    if (method != STORED && method != DEFLATED) {
      throw DatasetFault.at(
          "entry " + name,
          "zip-method",
          "The archive is packed with method %d; only stored and deflated entries are read."
              .formatted(method));
    }
    return method == DEFLATED;
  }

  /** What kind of file Unix says it is; 0 where nothing is said. */
  private int kind(long at) {
    int madeBy = zip.unsignedShort(at + 4) >>> 8;
    return madeBy == UNIX ? (int) (zip.unsignedInt(at + 38) >>> 16) & FILE_KIND : 0;
  }

  private void add(ZipEntry entry, int kind) {
    boolean isFolder = entry.name().endsWith("/");
    if (kind != 0 && kind != (isFolder ? FOLDER : ORDINARY)) {
      throw DatasetFault.at(
          "entry " + entry.name(),
          "archive-link",
          "The entry (%s) is a link or a device; pack the files themselves."
              .formatted(DatasetFault.quote(entry.name())));
    }
    if (isFolder ? entry.bytes() != 0 : !entry.deflated() && entry.bytes() != entry.packed()) {
      throw ZipBytes.inconsistent("has a folder with content or a stored entry of two sizes");
    }
    if (!isFolder) {
      limitSize(entry);
      entries.add(entry);
    }
  }

  private void limitSize(ZipEntry entry) {
    if (entry.bytes() > limits.freeBytes() && entry.bytes() / limits.ratio() > entry.packed()) {
      throw DatasetFault.at(
          "entry " + entry.name(),
          "archive-ratio",
          "The entry (%s) unpacks to more than %d times its size; store it unpacked."
              .formatted(DatasetFault.quote(entry.name()), limits.ratio()));
    }
    unpacked += Math.min(entry.bytes(), limits.unpackedBytes() + 1);
    if (unpacked > limits.unpackedBytes()) {
      throw DatasetFault.at(
          "zip",
          "archive-size",
          "The archive unpacks to more than %d bytes, the limit."
              .formatted(limits.unpackedBytes()));
    }
  }
}
