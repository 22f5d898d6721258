package io.espalier.dataset.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip archives as other programs do. */
final class ArchiveBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  /** Adds a deflated entry. */
  ArchiveBytes entry(String name, byte[] content) {
    return add(new ZipEntry(name), content);
  }

  ArchiveBytes entry(String name, String content) {
    return entry(name, content.getBytes(StandardCharsets.UTF_8));
  }

  ArchiveBytes folder(String name) {
    return stored(name, new byte[0]);
  }

  /** Adds an entry that is not packed. */
  ArchiveBytes stored(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    return add(entry, content);
  }

  ArchiveBytes comment(String text) {
    zip.setComment(text);
    return this;
  }

  private ArchiveBytes add(ZipEntry entry, byte[] content) {
    try {
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  byte[] finish() {
    try {
      zip.close();
      return bytes.toByteArray();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return packed.toByteArray();
  }
}
