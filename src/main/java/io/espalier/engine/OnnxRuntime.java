package io.espalier.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.nio.file.Path;

/**
 * ONNX Runtime on the CPU: the independent second opinion on every model.
 *
 * <p>Sessions allocate each tensor by itself instead of growing an arena that is given back only
 * when the session closes, and threads sleep while they wait for work.
 */
public final class OnnxRuntime {
  private final int threads;

  /**
   * Loads nothing yet; the native library comes with the first {@link #load}.
   *
   * @param threads threads of one operator, at least 1
   */
  public OnnxRuntime(int threads) {
    this.threads = threads;
  }

  /**
   * Opens an ONNX file that the bounded reader accepted or this service wrote.
   *
   * @throws EspalierException MODEL_NOT_RUNNABLE when ONNX Runtime refuses it; INTERNAL_ERROR when
   *     its library cannot be loaded
   */
  public RunnableModel load(Path file) {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = options()) {
      OrtSession session = environment.createSession(file.toString(), options);
      return opened(environment, session);
    } catch (OrtException failure) {
      throw new EspalierException(
          ErrorCode.MODEL_NOT_RUNNABLE, "ONNX Runtime does not accept the model.", failure);
    }
  }

  private RunnableModel opened(OrtEnvironment environment, OrtSession session) throws OrtException {
    try {
      return new OnnxModel(environment, session, threads);
    } catch (OrtException | RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  private OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setCPUArenaAllocator(false);
    options.setMemoryPatternOptimization(false);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /** Some builds report to their vendor unless the environment forbids it before they load. */
  private static OrtEnvironment environment() {
    ProcessEnvironment.setIfAbsent("ORT_DISABLE_TELEMETRY", "1");
    try {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "espalier");
      environment.setTelemetry(false);
      return environment;
    } catch (OrtException | LinkageError failure) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "ONNX Runtime cannot be loaded on this machine.", failure);
    }
  }
}
