package io.espalier.engine;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip that libtorch reads: entries of one folder, stored and not deflated, each beginning at a
 * multiple of 64 bytes so that it can be mapped.
 *
 * <p>Equal entries give equal bytes. Content passes the heap in blocks of {@value #BLOCK_BYTES}
 * bytes.
 */
final class TorchScriptZip implements Closeable {
  private static final String FOLDER = "program/";
  private static final int ALIGNMENT = 64;
  private static final int BLOCK_BYTES = 1 << 16;

  /** What a local header takes beside name and extra field. */
  private static final int HEADER_BYTES = 30;

  /** Number and length of an extra field, before its content. */
  private static final int EXTRA_HEAD_BYTES = 4;

  /** The number under which PyTorch pads. */
  private static final short PADDING = 0x4246;

  /** Any fixed moment; this one needs no extra field. */
  private static final LocalDateTime MOMENT = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final Counted counted;
  private final ZipOutputStream zip;
  private final byte[] block = new byte[BLOCK_BYTES];

  TorchScriptZip(OutputStream target) {
    this.counted = new Counted(new BufferedOutputStream(target, BLOCK_BYTES));
    this.zip = new ZipOutputStream(counted);
  }

  void store(String name, byte[] content) throws IOException {
    store(name, MemorySegment.ofArray(content));
  }

  void store(String name, MemorySegment content) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.byteSize());
    entry.setCrc(checksum(content));
    entry.setTimeLocal(MOMENT);
    entry.setExtra(padding(entry.getName()));
    zip.putNextEntry(entry);
    for (long offset = 0; offset < content.byteSize(); offset += BLOCK_BYTES) {
      zip.write(block, 0, fill(content, offset));
    }
    zip.closeEntry();
  }

  private long checksum(MemorySegment content) {
    CRC32 crc = new CRC32();
    for (long offset = 0; offset < content.byteSize(); offset += BLOCK_BYTES) {
      crc.update(block, 0, fill(content, offset));
    }
    return crc.getValue();
  }

  private int fill(MemorySegment content, long offset) {
    int length = (int) Math.min(BLOCK_BYTES, content.byteSize() - offset);
    MemorySegment.copy(content, ValueLayout.JAVA_BYTE, offset, block, 0, length);
    return length;
  }

  /** An extra field that makes the content begin at a multiple of the alignment. */
  private byte[] padding(String name) {
    long begin =
        counted.bytes
            + HEADER_BYTES
            + name.getBytes(StandardCharsets.UTF_8).length
            + EXTRA_HEAD_BYTES;
    int length = (int) (-begin & (ALIGNMENT - 1));
    return ByteBuffer.allocate(EXTRA_HEAD_BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(PADDING)
        .putShort((short) length)
        .array();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      bytes += length;
    }
  }
}
