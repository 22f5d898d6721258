package io.espalier.format.onnx;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Reads an ONNX file that nobody has checked, within limits, without copying its weights. */
public final class OnnxReader {
  private final OnnxLimits limits;

  public OnnxReader(OnnxLimits limits) {
    this.limits = limits;
  }

  /**
   * Maps the file and brings the model to the graph, at opset 17 or newer.
   *
   * <p>Weights stay in the mapping: the graph is valid as long as the arena.
   *
   * @throws io.espalier.problem.EspalierException ({@code MODEL_INVALID}) with every problem found
   * @throws java.io.UncheckedIOException when the file cannot be read at all
   */
  public OnnxModel read(Path file, Arena arena) {
    throw new UnsupportedOperationException(file + " " + arena + limits);
  }
}
