package io.espalier.format.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes safetensors files by hand, rules broken on purpose. */
public final class SafetensorsBytes {
  private SafetensorsBytes() {}

  /** A length, this header, and so many bytes of data. */
  public static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return announced(json.length, json, dataBytes);
  }

  /** The same with a header length that need not be true. */
  static byte[] announced(long headerBytes, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerBytes)
        .put(header)
        .array();
  }

  /** One tensor with each part of its description written as given. */
  static byte[] tensor(String dtype, String shape, String offsets, int dataBytes) {
    return file("{\"a\":%s}".formatted(entry(dtype, shape, offsets)), dataBytes);
  }

  static String entry(String dtype, String shape, String offsets) {
    return "{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
  }

  /** A small good file: two tensors, metadata. */
  public static byte[] good() {
    return file(
        "{\"__metadata__\":{\"format\":\"pt\"},\"a\":%s,\"b\":%s}"
            .formatted(entry("\"F32\"", "[2,2]", "[0,16]"), entry("\"I64\"", "[1]", "[16,24]")),
        24);
  }

  /** So many tensors without elements. */
  static byte[] emptyTensors(int count) {
    String entry = entry("\"U8\"", "[0]", "[0,0]");
    return file(
        IntStream.range(0, count)
            .mapToObj(index -> "\"%d\":%s".formatted(index, entry))
            .collect(Collectors.joining(",", "{", "}")),
        0);
  }
}
