package io.espalier.format.safetensors;

import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one safetensors file; weights are streamed, and equal tensors give equal bytes.
 *
 * <p>The order is the reference's: the widest types first, then by name. The header is padded with
 * spaces to a multiple of 8 bytes, so every tensor is aligned to its element.
 */
public final class SafetensorsWriter {
  private static final int SLICE_BYTES = 1 << 20;

  /**
   * Writes a new file.
   *
   * @param metadata text to keep beside the tensors
   * @throws EspalierException ({@code UNSUPPORTED_FORMAT}) when the format has no such element
   *     type; no file is made then
   * @throws UncheckedIOException when the file exists or cannot be written
   */
  public void write(Map<String, Tensor> tensors, Map<String, String> metadata, Path target) {
    List<HeaderEntry> entries = entries(tensors);
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(entries, tensors, metadata, channel);
    } catch (IOException failure) {
      throw new UncheckedIOException("The safetensors file cannot be written.", failure);
    }
  }

  /**
   * Writes to an open channel, which stays open.
   *
   * @throws EspalierException ({@code UNSUPPORTED_FORMAT}) when the format has no such element
   *     type; nothing is written then
   * @throws UncheckedIOException when the channel fails
   */
  public void write(
      Map<String, Tensor> tensors, Map<String, String> metadata, WritableByteChannel target) {
    try {
      write(entries(tensors), tensors, metadata, target);
    } catch (IOException failure) {
      throw new UncheckedIOException("The tensors cannot be written.", failure);
    }
  }

  private static void write(
      List<HeaderEntry> entries,
      Map<String, Tensor> tensors,
      Map<String, String> metadata,
      WritableByteChannel target)
      throws IOException {
    copy(MemorySegment.ofBuffer(header(entries, metadata)), target);
    for (HeaderEntry entry : entries) {
      copy(tensors.get(entry.name()).bytes(), target);
    }
  }

  private static List<HeaderEntry> entries(Map<String, Tensor> tensors) {
    Comparator<HeaderEntry> widestFirst = Comparator.comparing(HeaderEntry::dtype).reversed();
    List<HeaderEntry> sorted =
        tensors.entrySet().stream()
            .map(entry -> unplaced(entry.getKey(), entry.getValue()))
            .sorted(widestFirst.thenComparing(HeaderEntry::name))
            .toList();
    List<HeaderEntry> placed = new ArrayList<>();
    long begin = 0;
    for (HeaderEntry entry : sorted) {
      placed.add(entry.at(begin));
      begin = placed.getLast().end();
    }
    return placed;
  }

  private static HeaderEntry unplaced(String name, Tensor tensor) {
    Dtype dtype = Dtype.of(tensor.elementType()).orElseThrow(() -> unsupported(name, tensor));
    return new HeaderEntry(name, dtype, tensor.shape(), 0, tensor.byteSize());
  }

  private static EspalierException unsupported(String name, Tensor tensor) {
    return new EspalierException(
        ErrorCode.UNSUPPORTED_FORMAT,
        "The tensor (%s) is of type %s, which safetensors does not have; choose another output."
            .formatted(name, tensor.elementType().text()));
  }

  private static ByteBuffer header(List<HeaderEntry> entries, Map<String, String> metadata) {
    byte[] json = json(entries, new TreeMap<>(metadata)).getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + padded)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static String json(List<HeaderEntry> entries, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeName("__metadata__").writeStartObject();
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      entries.forEach(entry -> write(entry, json));
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(HeaderEntry entry, JsonGenerator json) {
    json.writeName(entry.name()).writeStartObject();
    json.writeStringProperty("dtype", entry.dtype().name());
    json.writeName("shape").writeArray(entry.shape(), 0, entry.shape().length);
    json.writeName("data_offsets").writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
    json.writeEndObject();
  }

  private static void copy(MemorySegment bytes, WritableByteChannel target) throws IOException {
    for (long from = 0; from < bytes.byteSize(); from += SLICE_BYTES) {
      long length = Math.min(SLICE_BYTES, bytes.byteSize() - from);
      ByteBuffer slice = bytes.asSlice(from, length).asByteBuffer();
      while (slice.hasRemaining()) {
        target.write(slice);
      }
    }
  }
}
