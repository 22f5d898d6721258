package io.espalier.conformance;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the tensors of the test data with the protobuf library. */
final class TensorProtos {
  private TensorProtos() {}

  static Tensor read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return tensor(TensorProto.parseFrom(in));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Tensor tensor(TensorProto proto) {
    ElementType type = ElementType.ofOnnxCode(proto.getDataType()).orElseThrow();
    long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    byte[] bytes = proto.hasRawData() ? proto.getRawData().toByteArray() : packed(proto, type);
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length, Long.BYTES);
    return Tensor.of(type, shape, segment.copyFrom(MemorySegment.ofArray(bytes)));
  }

  /** The elements of the typed fields; those narrower than an int come one in each int. */
  private static byte[] packed(TensorProto proto, ElementType type) {
    long elements = proto.getDimsList().stream().reduce(1L, Math::multiplyExact);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.bytes(elements)));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    proto.getFloatDataList().forEach(bytes::putFloat);
    proto.getDoubleDataList().forEach(bytes::putDouble);
    proto.getInt64DataList().forEach(bytes::putLong);
    proto.getUint64DataList().forEach(value -> put(bytes, value, type.bits()));
    proto.getInt32DataList().forEach(value -> put(bytes, value, type.bits()));
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, long value, int bits) {
    switch (bits) {
      case 8 -> bytes.put((byte) value);
      case 16 -> bytes.putShort((short) value);
      case 32 -> bytes.putInt((int) value);
      case 64 -> bytes.putLong(value);
      default -> throw new IllegalArgumentException("%d bits an element".formatted(bits));
    }
  }
}
