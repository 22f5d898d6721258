package io.espalier.engine;

import java.nio.file.Path;

/** ONNX Runtime on the CPU: the independent second opinion on every model. */
public final class OnnxRuntime {
  private final int threads;

  /**
   * Loads nothing yet.
   *
   * @param threads threads of one operator, at least 1
   */
  public OnnxRuntime(int threads) {
    this.threads = threads;
  }

  /**
   * Opens an ONNX file that the bounded reader accepted or this service wrote.
   *
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when ONNX Runtime refuses it
   */
  public RunnableModel load(Path file) {
    throw new UnsupportedOperationException(threads + file.toString());
  }
}
