package io.espalier.dataset.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes npy and IDX files. */
final class ArrayBytes {
  private ArrayBytes() {}

  /** An npy file of version 1. */
  static byte[] npy(String type, boolean columnMajor, String shape, byte[] values) {
    String order = columnMajor ? "True" : "False";
    return npy(
        1,
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(type, order, shape),
        values);
  }

  static byte[] npy(int version, String header, byte[] values) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    if (version == 1) {
      length.putShort((short) text.length);
    } else {
      length.putInt(text.length);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(0x93);
    file.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
    file.write(version);
    file.write(0);
    file.writeBytes(length.array());
    file.writeBytes(text);
    file.writeBytes(values);
    return file.toByteArray();
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return bytes.array();
  }

  static byte[] idx(int type, int[] dims, byte... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
    bytes.putInt(type << 8 | dims.length);
    for (int extent : dims) {
      bytes.putInt(extent);
    }
    return bytes.put(values).array();
  }
}
