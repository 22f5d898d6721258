package io.espalier.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Locale;

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

  private static final List<String> LACK_OF_MEMORY =
      List.of("allocate memory", "out of memory", "alloc_failed");

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

  /** True when a call failed for want of memory, which libtorch tells by its text only. */
  static boolean lacksMemory(EngineException failure) {
    String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return LACK_OF_MEMORY.stream().anyMatch(reason::contains);
  }

  static ai.djl.Device device(Device device) {
    return switch (device.kind()) {
      case CPU -> ai.djl.Device.cpu();
      case CUDA -> ai.djl.Device.gpu(device.index());
    };
  }
}
