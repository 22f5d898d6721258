package io.espalier.dataset.read.zip;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of one entry, never more than the directory announces. */
final class EntryStream extends InputStream {
  private static final int CHUNK_BYTES = 1 << 16;

  private final ZipEntry entry;
  private final MemorySegment packed;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private long packedAt;
  private long at;

  EntryStream(ZipEntry entry, MemorySegment packed) {
    this.entry = entry;
    this.packed = packed;
  }

  static EspalierException damaged(ZipEntry entry) {
    return DatasetFault.at(
        "entry " + entry.name(),
        "zip-damaged",
        "The entry (%s) is damaged; pack the archive again."
            .formatted(DatasetFault.quote(entry.name())));
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (length == 0) {
      return 0;
    }
    if (at == entry.bytes()) {
      return end();
    }
    int wanted = (int) Math.min(length, entry.bytes() - at);
    int read = entry.deflated() ? inflate(target, from, wanted) : copy(target, from, wanted);
    crc.update(target, from, read);
    at += read;
    return read;
  }

  private int copy(byte[] target, int from, int length) {
    MemorySegment.copy(packed, ValueLayout.JAVA_BYTE, at, target, from, length);
    return length;
  }

  private int inflate(byte[] target, int from, int length) {
    try {
      int read = 0;
      while (read == 0) {
        if (inflater.needsInput()) {
          feed();
        }
        read = inflater.inflate(target, from, length);
        if (read == 0 && (inflater.finished() || inflater.needsDictionary())) {
          throw damaged(entry);
        }
      }
      return read;
    } catch (DataFormatException _) {
      throw damaged(entry);
    }
  }

  private void feed() {
    long length = Math.min(CHUNK_BYTES, packed.byteSize() - packedAt);
    if (length == 0) {
      throw damaged(entry);
    }
    inflater.setInput(packed.asSlice(packedAt, length).toArray(ValueLayout.JAVA_BYTE));
    packedAt += length;
  }

  private int end() {
    if (crc.getValue() != entry.crc()) {
      throw damaged(entry);
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
