package io.espalier.format.onnx;

import io.espalier.graph.Graph;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Writes a graph as one ONNX file; weights are streamed, and equal graphs give equal bytes. */
public final class OnnxWriter {
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
   * @throws io.espalier.problem.EspalierException ({@code TOO_LARGE}) when the model does not fit a
   *     single protobuf message (2 GiB)
   * @throws java.io.UncheckedIOException when the file exists or cannot be written
   */
  public void write(Graph graph, Path target) {
    throw new UnsupportedOperationException(graph + " " + target + version);
  }

  /**
   * Writes to an open channel, which stays open.
   *
   * @throws io.espalier.problem.EspalierException ({@code TOO_LARGE}) when the model does not fit a
   *     single protobuf message (2 GiB)
   * @throws java.io.UncheckedIOException when the channel fails
   */
  public void write(Graph graph, WritableByteChannel target) {
    throw new UnsupportedOperationException(graph + " " + target + version);
  }
}
