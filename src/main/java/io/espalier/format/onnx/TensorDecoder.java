package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Decodes a {@code TensorProto}; {@code raw_data} and packed floating data stay where they are in
 * the file.
 */
final class TensorDecoder {
  private static final int TENSOR_BYTES = 320;

  private final Decoding decoding;

  TensorDecoder(Decoding decoding) {
    this.decoding = decoding;
  }

  /** The tensor; an empty one after a problem was reported. */
  NamedTensor decode(WireReader in) {
    decoding.budget().keep(TENSOR_BYTES);
    WireReader second = in.again();
    TensorHeader header = new TensorHeader(decoding).read(in);
    return new NamedTensor(header.name(), tensor(header, in, second));
  }

  private Tensor tensor(TensorHeader header, WireReader in, WireReader second) {
    return ElementType.ofOnnxCode(header.typeCode())
        .map(type -> typed(header, type, in, second))
        .orElseGet(() -> unknownType(header, in));
  }

  private Tensor unknownType(TensorHeader header, WireReader in) {
    decoding.report(
        in,
        "onnx-bad-type",
        "The tensor (%s) has the element type %d, which is none that is read.",
        header.name(),
        header.typeCode());
    return empty();
  }

  private Tensor typed(TensorHeader header, ElementType type, WireReader in, WireReader second) {
    if (type == ElementType.STRING && !header.hasRaw()) {
      decoding.report(
          in,
          "onnx-unsupported",
          "The tensor (%s) holds strings; only numeric constants are read.",
          header.name());
      return empty();
    }
    long bytes = byteSize(header, type);
    if (bytes < 0) {
      decoding.report(
          in,
          "onnx-bad-dims",
          "The tensor (%s) has the shape %s; extents must be 0 or more and their product must fit.",
          header.name(),
          header.dims());
      return empty();
    }
    if (type == ElementType.STRING || !holds(header, type, bytes)) {
      return wrongSize(header, type, bytes, in);
    }
    return header.isExternal()
        ? external(header, type, bytes, in)
        : Tensor.of(type, header.shape(), data(header, type, bytes, second));
  }

  private static boolean holds(TensorHeader header, ElementType type, long bytes) {
    return header.isExternal() ? !header.hasOwnData() : header.holds(type, bytes);
  }

  private Tensor external(TensorHeader header, ElementType type, long bytes, WireReader in) {
    return decoding
        .external()
        .bytes(header, bytes, in, decoding)
        .map(data -> Tensor.of(type, header.shape(), data))
        .orElseGet(TensorDecoder::empty);
  }

  private Tensor wrongSize(TensorHeader header, ElementType type, long bytes, WireReader in) {
    decoding.report(
        in,
        "onnx-size-mismatch",
        "The tensor (%s) of type %s%s must hold %d bytes in one field; it holds %s.",
        header.name(),
        type.text(),
        header.dims(),
        bytes,
        header);
    return empty();
  }

  /** Bytes of all elements, or -1 when the shape is not one. */
  private static long byteSize(TensorHeader header, ElementType type) {
    try {
      long elements = 1;
      for (long extent : header.shape()) {
        if (extent < 0) {
          return -1;
        }
        elements = Math.multiplyExact(elements, extent);
      }
      return type.bytes(elements);
    } catch (ArithmeticException _) {
      return -1;
    }
  }

  private MemorySegment data(TensorHeader header, ElementType type, long bytes, WireReader second) {
    if (header.hasRaw()) {
      return header.raw();
    }
    if (bytes == 0) {
      return MemorySegment.NULL;
    }
    return header.onlyRun().orElseGet(() -> copied(type, bytes, second));
  }

  private MemorySegment copied(ElementType type, long bytes, WireReader second) {
    decoding.budget().keep(bytes);
    MemorySegment target = decoding.arena().allocate(bytes, Long.BYTES);
    new TypedData(type, target).read(second);
    return target;
  }

  private static Tensor empty() {
    return Tensor.of(ElementType.UINT8, new long[] {0}, MemorySegment.NULL);
  }
}
