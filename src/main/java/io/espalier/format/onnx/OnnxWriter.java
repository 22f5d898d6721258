package io.espalier.format.onnx;

import io.espalier.format.ModelFiles;
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
import java.util.List;
import java.util.Map;

/**
 * Writes a graph as an ONNX file, and its weights as a second one where the first would be too
 * large; weights are streamed, and equal graphs give equal bytes.
 */
public final class OnnxWriter {
  /** The most that readers of protobuf take in one message: 2 GiB less one byte. */
  public static final long PROTOBUF_LIMIT_BYTES = Integer.MAX_VALUE;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final String DATA_SUFFIX = ".data";

  private final String version;
  private final long limitBytes;

  /**
   * A writer of files as large as protobuf allows.
   *
   * @param version of this service, written as the producer's version
   */
  public OnnxWriter(String version) {
    this(version, PROTOBUF_LIMIT_BYTES);
  }

  /**
   * A writer of smaller files.
   *
   * @param version of this service, written as the producer's version
   * @param limitBytes the most that a model may take before its weights go to a second file
   */
  public OnnxWriter(String version, long limitBytes) {
    this.version = version;
    this.limitBytes = limitBytes;
  }

  /**
   * Writes a new file. A model beyond the limit becomes two: constants of the graph above 1,024
   * bytes go to one of the same name and {@code .data} behind it, in the same folder, and the model
   * calls it by that name.
   *
   * @return the file, and under its name the one with weights where there is one
   * @throws EspalierException ({@code TOO_LARGE}) when the model does not fit a protobuf message
   *     without them either; no file is made then
   * @throws IllegalArgumentException when the graph's opset is older than 13 or newer than 21
   * @throws UncheckedIOException when a file exists or cannot be written
   */
  public ModelFiles write(Graph graph, Path target) {
    WireMessage whole = whole(graph);
    if (whole.byteSize() <= limitBytes) {
      create(target, whole.chunks());
      return ModelFiles.of(target);
    }
    return writeApart(graph, target);
  }

  private ModelFiles writeApart(Graph graph, Path target) {
    String name = target.getFileName() + DATA_SUFFIX;
    DataFile weights = new DataFile(name);
    WireMessage model = fitting(ModelEncoder.model(graph, version, weights));
    Path data = target.resolveSibling(name);
    create(target, model.chunks());
    create(data, weights.chunks());
    return new ModelFiles(target, Map.of(name, data));
  }

  private static void create(Path file, List<MemorySegment> content) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(content, channel);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model file cannot be written.", failure);
    }
  }

  /**
   * Writes to an open channel, which stays open.
   *
   * @throws EspalierException ({@code TOO_LARGE}) when the model with its weights does not fit the
   *     limit; nothing is written then
   * @throws IllegalArgumentException when the graph's opset is older than 13 or newer than 21
   * @throws UncheckedIOException when the channel fails
   */
  public void write(Graph graph, WritableByteChannel target) {
    WireMessage model = fitting(whole(graph));
    try {
      copy(model.chunks(), target);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model cannot be written.", failure);
    }
  }

  private WireMessage whole(Graph graph) {
    return ModelEncoder.model(graph, version, ModelEncoder::tensor);
  }

  private WireMessage fitting(WireMessage model) {
    if (model.byteSize() > limitBytes) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The model takes %d bytes; one ONNX file can hold at most %d."
              .formatted(model.byteSize(), limitBytes));
    }
    return model;
  }

  private static void copy(List<MemorySegment> chunks, WritableByteChannel target)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (MemorySegment chunk : chunks) {
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
