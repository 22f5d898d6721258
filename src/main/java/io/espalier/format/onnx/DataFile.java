package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireMessage;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of weights beside a model, one tensor behind the other.
 *
 * <p>A tensor begins at a multiple of 4,096 bytes, so that runtimes can map it. Small ones stay in
 * the model: runtimes read shapes and scalars while they load it.
 *
 * <p>Source: {@code ExternalData.md} of the ONNX specification.
 */
final class DataFile implements TensorEncoder {
  static final int ALIGNMENT = 4096;
  static final long INLINE_BYTES = 1024;
  private static final int EXTERNAL = 1;
  private static final MemorySegment ZEROS =
      MemorySegment.ofArray(new byte[ALIGNMENT]).asReadOnly();

  private final String location;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private long end;

  /**
   * A file without content.
   *
   * @param location its name; it lies in the folder of the model
   */
  DataFile(String location) {
    this.location = location;
  }

  /** The content in pieces, in order. */
  List<MemorySegment> chunks() {
    return List.copyOf(chunks);
  }

  /** The tensor with its bytes inside, or a reference to where they are appended here. */
  @Override
  public WireMessage encode(String name, Tensor tensor) {
    if (tensor.byteSize() <= INLINE_BYTES) {
      return ModelEncoder.tensor(name, tensor);
    }
    append(ZEROS.asSlice(0, -end & (ALIGNMENT - 1)));
    long offset = end;
    append(tensor.bytes());
    return ModelEncoder.header(name, tensor)
        .message(13, ModelEncoder.entry("location", location))
        .message(13, ModelEncoder.entry("offset", Long.toString(offset)))
        .message(13, ModelEncoder.entry("length", Long.toString(tensor.byteSize())))
        .varint(14, EXTERNAL);
  }

  private void append(MemorySegment bytes) {
    chunks.add(bytes);
    end += bytes.byteSize();
  }
}
