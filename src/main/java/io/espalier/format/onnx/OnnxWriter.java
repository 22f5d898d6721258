package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireMessage;
import io.espalier.graph.Graph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a graph as one ONNX file; weights are streamed, and equal graphs give equal bytes. */
public final class OnnxWriter {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final long PROTOBUF_LIMIT_BYTES = Integer.MAX_VALUE;

  private final String version;

  /**
   * @param version of this service, written as the producer's version
   */
  public OnnxWriter(String version) {
    this.version = version;
  }

  /**
   * Writes a new file.
   *
   * @throws EspalierException ({@code TOO_LARGE}) when the model does not fit a single protobuf
   *     message (2 GiB); no file is made then
   * @throws IllegalArgumentException when the graph's opset is older than 13 or newer than 21
   * @throws UncheckedIOException when the file exists or cannot be written
   */
  public void write(Graph graph, Path target) {
    WireMessage model = encode(graph);
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(model, channel);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model file cannot be written.", failure);
    }
  }

  /**
   * Writes to an open channel, which stays open.
   *
   * @throws EspalierException ({@code TOO_LARGE}) when the model does not fit a single protobuf
   *     message (2 GiB); nothing is written then
   * @throws IllegalArgumentException when the graph's opset is older than 13 or newer than 21
   * @throws UncheckedIOException when the channel fails
   */
  public void write(Graph graph, WritableByteChannel target) {
    WireMessage model = encode(graph);
    try {
      copy(model, target);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model cannot be written.", failure);
    }
  }

  private WireMessage encode(Graph graph) {
    WireMessage model = ModelEncoder.model(graph, version);
    if (model.byteSize() > PROTOBUF_LIMIT_BYTES) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The model takes %d bytes; one ONNX file can hold at most %d."
              .formatted(model.byteSize(), PROTOBUF_LIMIT_BYTES));
    }
    return model;
  }

  private static void copy(WireMessage model, WritableByteChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (MemorySegment chunk : model.chunks()) {
      long offset = 0;
      while (offset < chunk.byteSize()) {
        offset += fill(buffer, chunk, offset);
        if (!buffer.hasRemaining()) {
          drain(buffer, target);
        }
      }
    }
    drain(buffer, target);
  }

  private static long fill(ByteBuffer buffer, MemorySegment chunk, long offset) {
    long bytes = Math.min(buffer.remaining(), chunk.byteSize() - offset);
    MemorySegment.copy(chunk, offset, MemorySegment.ofBuffer(buffer), 0, bytes);
    buffer.position(buffer.position() + (int) bytes);
    return bytes;
  }

  private static void drain(ByteBuffer buffer, WritableByteChannel target) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      target.write(buffer);
    }
    buffer.clear();
  }
}
