package io.espalier.dataset.read.array;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.dataset.read.zip.ZipArchive;
import io.espalier.dataset.read.zip.ZipEntry;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The array files of an archive: npy, and IDX gzipped or not. */
public final class ArrayFiles {
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER_BYTES = 1 << 16;

  private final ZipArchive archive;
  private final Unpacking unpacking;
  private final int ratio;
  private final long freeBytes;

  /**
   * @param ratio most bytes a gzipped array may unpack to for each of its packed bytes
   * @param freeBytes up to this size it may have any ratio
   */
  public ArrayFiles(ZipArchive archive, Unpacking unpacking, int ratio, long freeBytes) {
    this.archive = archive;
    this.unpacking = unpacking;
    this.ratio = ratio;
    this.freeBytes = freeBytes;
  }

  /**
   * An npy array.
   *
   * @throws io.espalier.problem.EspalierException [npy-header], [npy-object], [npy-type],
   *     [array-shape], [array-size]
   */
  public NumberArray npy(ZipEntry entry) {
    try (InputStream input = archive.open(entry)) {
      ArrayHeader header = NpyHeader.read(entry.name(), input);
      long bytes = header.valueBytes(entry.name());
      if (bytes != entry.bytes() - header.headerBytes()) {
        throw Unpacking.size(
            entry.name(), "does not hold as many numbers as its shape %s".formatted(header.dims()));
      }
      return array(entry, header, values(entry, header, input, bytes));
    } catch (IOException failure) {
      throw new UncheckedIOException("The data set cannot be unpacked.", failure);
    }
  }

  /**
   * An IDX array.
   *
   * @throws io.espalier.problem.EspalierException [idx-header], [array-shape], [array-size],
   *     [archive-ratio]
   */
  public NumberArray idx(ZipEntry entry) {
    try (InputStream input = new BufferedInputStream(archive.open(entry), BUFFER_BYTES)) {
      return isGzip(input)
          ? idx(entry, new GZIPInputStream(input, BUFFER_BYTES))
          : idx(entry, input);
    } catch (EOFException | ZipException _) {
      throw Unpacking.size(entry.name(), "is damaged or cut off");
    } catch (IOException failure) {
      throw new UncheckedIOException("The data set cannot be unpacked.", failure);
    }
  }

  private NumberArray idx(ZipEntry entry, InputStream input) throws IOException {
    ArrayHeader header = IdxHeader.read(entry.name(), input);
    long bytes = header.valueBytes(entry.name());
    if (bytes > freeBytes && bytes / ratio > entry.bytes()) {
      throw DatasetFault.at(
          "entry " + entry.name(),
          "archive-ratio",
          "The entry (%s) announces more than %d times its size."
              .formatted(DatasetFault.quote(entry.name()), ratio));
    }
    return array(entry, header, unpacking.all(entry.name(), input, bytes));
  }

  private static boolean isGzip(InputStream input) throws IOException {
    input.mark(2);
    boolean isGzip = input.read() == GZIP_FIRST && input.read() == GZIP_SECOND;
    input.reset();
    return isGzip;
  }

  private MemorySegment values(ZipEntry entry, ArrayHeader header, InputStream input, long bytes)
      throws IOException {
    Optional<MemorySegment> stored = archive.stored(entry);
    return stored.isPresent()
        ? stored.get().asSlice(header.headerBytes())
        : unpacking.all(entry.name(), input, bytes);
  }

  private static NumberArray array(ZipEntry entry, ArrayHeader header, MemorySegment values) {
    return new NumberArray(
        entry.name(), header.type(), header.order(), header.columnMajor(), header.dims(), values);
  }
}
