package io.espalier.format.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes zip archives by hand as PyTorch lays them out, rules broken on purpose. */
public final class TorchArchive {
  private final List<byte[]> central = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean hasDescriptors = true;
  private int method;
  private int flags;

  /** Two floats under the name w. */
  public static byte[] good() {
    return withPickle(PickleBytes.oneTensor()).entry("m/data/0", floats(1, 2)).finish();
  }

  static TorchArchive withPickle(byte[] pickle) {
    return new TorchArchive().entry("m/data.pkl", pickle).entry("m/version", "3\n");
  }

  /** Sizes are in the local headers from here on, not behind the data. */
  TorchArchive withoutDescriptors() {
    hasDescriptors = false;
    return this;
  }

  TorchArchive method(int value) {
    method = value;
    return this;
  }

  TorchArchive flags(int value) {
    flags = value;
    return this;
  }

  TorchArchive entry(String name, String content) {
    return entry(name, content.getBytes(StandardCharsets.UTF_8));
  }

  TorchArchive entry(String name, byte[] content) {
    return entry(name.getBytes(StandardCharsets.UTF_8), content);
  }

  TorchArchive entry(byte[] name, byte[] content) {
    int at = bytes.size();
    int crc = crc(content);
    int bits = flags | (hasDescriptors ? 8 : 0) | 1 << 11;
    bytes.writeBytes(
        buffer(30)
            .putInt(0x04034b50)
            .putShort((short) 0)
            .putShort((short) bits)
            .putShort((short) method)
            .putInt(0)
            .putInt(hasDescriptors ? 0 : crc)
            .putInt(hasDescriptors ? 0 : content.length)
            .putInt(hasDescriptors ? 0 : content.length)
            .putShort((short) name.length)
            .putShort((short) 0)
            .array());
    bytes.writeBytes(name);
    bytes.writeBytes(content);
    if (hasDescriptors) {
      bytes.writeBytes(
          buffer(16)
              .putInt(0x08074b50)
              .putInt(crc)
              .putInt(content.length)
              .putInt(content.length)
              .array());
    }
    central.add(header(name, bits, crc, content.length, at));
    return this;
  }

  private byte[] header(byte[] name, int bits, int crc, int length, int at) {
    return buffer(46 + name.length)
        .putInt(0x02014b50)
        .putInt(0)
        .putShort((short) bits)
        .putShort((short) method)
        .putInt(0)
        .putInt(crc)
        .putInt(length)
        .putInt(length)
        .putShort((short) name.length)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(0)
        .putInt(0)
        .putShort((short) 0)
        .putInt(42, at)
        .position(46)
        .put(name)
        .array();
  }

  /** Junk where no entry is. */
  TorchArchive gap(byte... junk) {
    bytes.writeBytes(junk);
    return this;
  }

  /** The archive with its directory and its end. */
  byte[] finish() {
    int start = writeDirectory();
    writeEnd(start, bytes.size() - start, central.size());
    return bytes.toByteArray();
  }

  /** The same with the 64-bit end record that PyTorch writes. */
  byte[] finishWide(long countError) {
    int start = writeDirectory();
    int size = bytes.size() - start;
    int at = bytes.size();
    long count = central.size() + countError;
    bytes.writeBytes(
        buffer(56)
            .putInt(0x06064b50)
            .putLong(44)
            .putInt(0)
            .putLong(0)
            .putLong(count)
            .putLong(count)
            .putLong(size)
            .putLong(start)
            .array());
    bytes.writeBytes(buffer(20).putInt(0x07064b50).putInt(0).putLong(at).putInt(1).array());
    writeEnd(start, size, central.size());
    return bytes.toByteArray();
  }

  private int writeDirectory() {
    int start = bytes.size();
    central.forEach(bytes::writeBytes);
    return start;
  }

  private void writeEnd(int start, int size, int count) {
    bytes.writeBytes(
        buffer(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) count)
            .putShort((short) count)
            .putInt(size)
            .putInt(start)
            .putShort((short) 0)
            .array());
  }

  private static int crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return (int) crc.getValue();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
