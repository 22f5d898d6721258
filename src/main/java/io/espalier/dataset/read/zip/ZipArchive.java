package io.espalier.dataset.read.zip;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The files of an archive in the order of their names; any thread may read any of them at any time.
 *
 * <p>Entries do not overlap, local headers must say what the directory says, and nothing is ever
 * extracted by its name.
 */
public final class ZipArchive {
  private static final long LOCAL = 0x0403_4b50L;
  private static final long EMPTY = 0x0605_4b50L;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ZipBytes zip;
  private final TreeMap<String, ZipEntry> entries = new TreeMap<>();

  private ZipArchive(ZipBytes zip) {
    this.zip = zip;
  }

  /** True when the file begins as an archive does. */
  public static boolean looksLike(MemorySegment file) {
    ZipBytes zip = new ZipBytes(file);
    return file.byteSize() >= Integer.BYTES
        && (zip.unsignedInt(0) == LOCAL || zip.unsignedInt(0) == EMPTY);
  }

  /**
   * Reads the directory of an archive nobody has checked.
   *
   * @throws io.espalier.problem.EspalierException ({@code DATASET_INVALID}) with the first fault
   */
  public static ZipArchive read(MemorySegment file, ZipLimits limits) {
    ZipBytes bytes = new ZipBytes(file);
    ZipDirectory directory = new ZipDirectory(bytes, limits);
    List<ZipEntry> sorted =
        directory.read().stream().sorted(Comparator.comparingLong(ZipEntry::headerAt)).toList();
    ZipArchive archive = new ZipArchive(bytes);
    for (int i = 0; i < sorted.size(); i++) {
      ZipEntry entry = sorted.get(i);
      long limit = i + 1 < sorted.size() ? sorted.get(i + 1).headerAt() : directory.start();
      if (entry.leastEnd() > limit || entry.leastEnd() < entry.headerAt()) {
        throw ZipBytes.inconsistent("has entries that overlap");
      }
      archive.entries.put(entry.name(), entry.before(limit));
    }
    return archive;
  }

  /** Every file, by name. */
  public List<ZipEntry> entries() {
    return List.copyOf(entries.values());
  }

  public Optional<ZipEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** The bytes of a stored entry where they lie in the file; empty for a deflated one. */
  public Optional<MemorySegment> stored(ZipEntry entry) {
    return entry.deflated() ? Optional.empty() : Optional.of(packed(entry));
  }

  /**
   * The bytes of an entry one after the other; length and checksum are compared at the end.
   *
   * @return a stream that throws an {@code EspalierException} where the entry is damaged
   */
  public InputStream open(ZipEntry entry) {
    return new EntryStream(entry, packed(entry));
  }

  /**
   * All bytes of a small entry.
   *
   * @throws io.espalier.problem.EspalierException [zip-damaged] when they are not what the
   *     directory says
   */
  public byte[] read(ZipEntry entry) {
    if (entry.bytes() > LARGEST_ARRAY || entry.packed() > LARGEST_ARRAY) {
      throw EntryStream.damaged(entry);
    }
    byte[] bytes = new byte[(int) entry.bytes()];
    MemorySegment packed = packed(entry);
    if (entry.deflated()) {
      inflate(entry, packed, bytes);
    } else {
      packed.asByteBuffer().get(bytes);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (crc.getValue() != entry.crc()) {
      throw EntryStream.damaged(entry);
    }
    return bytes;
  }

  private static void inflate(ZipEntry entry, MemorySegment packed, byte[] bytes) {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed.asByteBuffer());
      int end = 0;
      int read = 1;
      while (read > 0 && end < bytes.length) {
        read = inflater.inflate(bytes, end, bytes.length - end);
        end += read;
      }
      boolean goesOn = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (goesOn || !inflater.finished() || end < bytes.length) {
        throw EntryStream.damaged(entry);
      }
    } catch (DataFormatException _) {
      throw EntryStream.damaged(entry);
    }
  }

  /** The packed bytes of an entry, once its local header was compared. */
  private MemorySegment packed(ZipEntry entry) {
    long at = entry.headerAt();
    int nameBytes = zip.unsignedShort(at + 26);
    long dataAt = at + ZipEntry.HEADER_BYTES + nameBytes + zip.unsignedShort(at + 28);
    boolean agrees =
        zip.unsignedInt(at) == LOCAL
            && (zip.unsignedShort(at + 8) != 0) == entry.deflated()
            && zip.name(at + ZipEntry.HEADER_BYTES, nameBytes).equals(entry.name())
            && dataAt + entry.packed() <= entry.limit();
    if (!agrees) {
      throw ZipBytes.inconsistent("has an entry that its directory describes otherwise");
    }
    return zip.slice(dataAt, entry.packed());
  }
}
