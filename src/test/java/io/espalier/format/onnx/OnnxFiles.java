package io.espalier.format.onnx;

import io.espalier.graph.Graph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes models whose bytes a test has at hand. */
public final class OnnxFiles {
  private OnnxFiles() {}

  /** Puts bytes into a new file. */
  public static Path file(byte[] bytes) {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      file.toFile().deleteOnExit();
      return Files.write(file, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads bytes with the limits of the service; the model lives as long as the test. */
  public static OnnxModel read(byte[] bytes) {
    return read(file(bytes));
  }

  public static OnnxModel read(Path file) {
    return new OnnxReader(OnnxLimits.standard()).read(file, Arena.ofAuto());
  }

  /** Reads bytes without a file; what is unpacked is freed with the garbage. */
  public static Graph inMemory(byte[] bytes) {
    return new OnnxReader(OnnxLimits.standard())
        .read(MemorySegment.ofArray(bytes), Arena.ofAuto())
        .graph();
  }

  public static byte[] bytes(Graph graph) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OnnxWriter("test").write(graph, Channels.newChannel(out));
    return out.toByteArray();
  }

  /** Writes a graph to a new file. */
  public static Path write(Graph graph) {
    try {
      Path file = Files.createTempDirectory("written").resolve("model.onnx");
      new OnnxWriter("test").write(graph, file);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
