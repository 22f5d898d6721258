package io.espalier.engine;

import ai.djl.engine.Engine;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/**
 * The native library as DJL loads it: offline, silent, with a fixed number of threads.
 *
 * <p>Threads sleep while they wait for each other: spinning costs a shared machine ten times the
 * work itself. The optimising executor is off: it recompiles the program in its first runs and
 * gains nothing on programs that are a list of whole operators.
 */
final class LibTorch {
  private static final String ENGINE = "PyTorch";
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private LibTorch() {}

  /**
   * Loads the library when this is the first call of the process.
   *
   * @param threads taken by the first call only, unless the operator set a number
   */
  static Engine load(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    ProcessEnvironment.setIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    System.getProperties().putIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
    System.getProperties().putIfAbsent(THREADS, Integer.toString(threads));
    try {
      return Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError failure) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "libtorch cannot be loaded on this machine.", failure);
    }
  }

  /** The number of threads the loaded library really uses. */
  static int threads() {
    return Integer.getInteger(THREADS, 1);
  }

  static ai.djl.Device device(Device device) {
    return switch (device.kind()) {
      case CPU -> ai.djl.Device.cpu();
      case CUDA -> ai.djl.Device.gpu(device.index());
    };
  }
}
