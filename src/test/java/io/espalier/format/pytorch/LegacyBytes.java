package io.espalier.format.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the stream of PyTorch before 1.6 by hand, rules broken on purpose. */
public final class LegacyBytes {
  private static final byte[] MAGIC = {
    0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
  };

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The magic number, the version and the facts of the system. */
  LegacyBytes() {
    this(1001, 0x88);
  }

  LegacyBytes(int version, int littleEndian) {
    raw(new PickleBytes().op(0x8a, MAGIC.length).raw(MAGIC).stop());
    raw(new PickleBytes().number(version).stop());
    raw(new PickleBytes().op('}').latin("little_endian").op(littleEndian, 's').stop());
  }

  /** Two floats under the name module.w beside an epoch. */
  public static byte[] good() {
    return new LegacyBytes()
        .raw(checkpoint())
        .keys("7")
        .storage(2, TorchArchive.floats(1, 2))
        .toBytes();
  }

  /** A checkpoint whose state dict holds one tensor of two floats in the storage 7. */
  static byte[] checkpoint() {
    return new PickleBytes()
        .op('}')
        .mark()
        .latin("epoch")
        .number(3)
        .latin("state_dict")
        .orderedDict()
        .latin("module.w")
        .rebuild()
        .legacyStorage("FloatStorage", "7", 2)
        .view(0, new long[] {2}, new long[] {1})
        .op('s', 'u')
        .stop();
  }

  LegacyBytes keys(String... keys) {
    PickleBytes list = new PickleBytes().op(']').mark();
    for (String key : keys) {
      list.latin(key);
    }
    return raw(list.op('e').stop());
  }

  LegacyBytes storage(long count, byte[] elements) {
    raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(count).array());
    return raw(elements);
  }

  LegacyBytes raw(byte... content) {
    bytes.writeBytes(content);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
