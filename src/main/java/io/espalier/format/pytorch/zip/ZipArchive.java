package io.espalier.format.pytorch.zip;

import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of an archive as parts of its file.
 *
 * <p>Local headers must say what the directory says, and headers, entries and descriptors must fill
 * the file without a gap or an overlap; nothing is ever extracted by its name.
 *
 * @param entries by name, in the order of the file
 */
public record ZipArchive(Map<String, MemorySegment> entries) {
  private static final long LOCAL = 0x0403_4b50L;
  private static final long DESCRIPTOR = 0x0807_4b50L;
  private static final int LOCAL_BYTES = 30;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int WIDE_DESCRIPTOR_BYTES = 24;
  private static final int HAS_DESCRIPTOR = 1 << 3;
  private static final long PLACEHOLDER = 0xffff_ffffL;

  /** True when the file begins or ends as an archive does. */
  public static boolean looksLike(MemorySegment file) {
    ZipBytes zip = new ZipBytes(file);
    return file.byteSize() >= ZipDirectory.END_BYTES
        && (zip.unsignedInt(0) == LOCAL || ZipDirectory.isAtEnd(zip));
  }

  /**
   * Reads an archive nobody has checked.
   *
   * @throws EspalierException ({@code MODEL_INVALID}) with the first fault
   */
  public static ZipArchive read(MemorySegment file, ZipLimits limits) {
    ZipBytes zip = new ZipBytes(file);
    ZipDirectory directory = new ZipDirectory(zip, limits);
    List<ZipEntry> sorted =
        directory.read().stream().sorted(Comparator.comparingLong(ZipEntry::headerAt)).toList();
    Map<String, MemorySegment> entries = new LinkedHashMap<>();
    long end = 0;
    for (int i = 0; i < sorted.size(); i++) {
      ZipEntry entry = sorted.get(i);
      if (entry.headerAt() != end) {
        throw ZipBytes.inconsistent("has a gap or an overlap between its entries");
      }
      long data = dataAt(zip, entry);
      entries.put(entry.name(), zip.slice(data, entry.bytes()));
      long next = i + 1 < sorted.size() ? sorted.get(i + 1).headerAt() : directory.start();
      end = endOf(zip, entry, data + entry.bytes(), next);
    }
    if (end != directory.start()) {
      throw ZipBytes.inconsistent("has a gap before its directory");
    }
    return new ZipArchive(entries);
  }

  /** Where the data of an entry begins, once its local header was compared. */
  private static long dataAt(ZipBytes zip, ZipEntry entry) {
    long at = entry.headerAt();
    int nameBytes = zip.unsignedShort(at + 26);
    int extraBytes = zip.unsignedShort(at + 28);
    boolean agrees =
        zip.unsignedInt(at) == LOCAL
            && zip.unsignedShort(at + 6) == entry.flags()
            && zip.unsignedShort(at + 8) == 0
            && zip.name(at + LOCAL_BYTES, nameBytes).equals(entry.name())
            && agreesInSizes(zip, entry, at + LOCAL_BYTES + nameBytes, extraBytes);
    if (!agrees) {
      throw ZipBytes.inconsistent("has an entry that its directory describes otherwise");
    }
    return at + LOCAL_BYTES + nameBytes + extraBytes;
  }

  private static boolean agreesInSizes(ZipBytes zip, ZipEntry entry, long extraAt, int extraBytes) {
    long at = entry.headerAt();
    long crc = zip.unsignedInt(at + 14);
    long packed = zip.unsignedInt(at + 18);
    long bytes = zip.unsignedInt(at + 22);
    if (hasDescriptor(entry)) {
      return (crc == 0 || crc == entry.crc())
          && isOpen(packed, entry.bytes())
          && isOpen(bytes, entry.bytes());
    }
    WideSizes wide = WideSizes.read(zip, extraAt, extraBytes);
    return crc == entry.crc()
        && wide.next(bytes) == entry.bytes()
        && wide.next(packed) == entry.bytes();
  }

  private static boolean isOpen(long size, long bytes) {
    return size == 0 || size == PLACEHOLDER || size == bytes;
  }

  private static boolean hasDescriptor(ZipEntry entry) {
    return (entry.flags() & HAS_DESCRIPTOR) != 0;
  }

  /** Where an entry ends, with the descriptor that follows it if it has one. */
  private static long endOf(ZipBytes zip, ZipEntry entry, long dataEnd, long next) {
    if (!hasDescriptor(entry)) {
      return dataEnd;
    }
    long length = next - dataEnd;
    boolean agrees =
        (length == DESCRIPTOR_BYTES || length == WIDE_DESCRIPTOR_BYTES)
            && zip.unsignedInt(dataEnd) == DESCRIPTOR
            && zip.unsignedInt(dataEnd + 4) == entry.crc()
            && descriptorSize(zip, dataEnd, length, 0) == entry.bytes()
            && descriptorSize(zip, dataEnd, length, 1) == entry.bytes();
    if (!agrees) {
      throw ZipBytes.inconsistent("has an entry that what follows it describes otherwise");
    }
    return next;
  }

  private static long descriptorSize(ZipBytes zip, long at, long length, int index) {
    return length == WIDE_DESCRIPTOR_BYTES
        ? zip.length(at + 8 + (long) index * Long.BYTES)
        : zip.unsignedInt(at + 8 + (long) index * Integer.BYTES);
  }
}
