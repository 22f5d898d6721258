package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** Reads hostile bytes and looks at how they are refused. */
final class Refusals {
  private Refusals() {}

  /** The problems bytes are refused with; every one must be fit to be shown to a stranger. */
  static List<Problem> problems(byte[] bytes) {
    EspalierException refusal = outcome(bytes).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    assertThat(refusal.problems()).isNotEmpty();
    refusal.problems().forEach(Refusals::assertFitToShow);
    return refusal.problems();
  }

  static List<String> codes(byte[] bytes) {
    return problems(bytes).stream().map(Problem::code).distinct().toList();
  }

  /** Empty when the bytes are accepted; anything but a refusal fails the test. */
  static Optional<EspalierException> outcome(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = MemorySegment.ofArray(bytes);
      Throwable thrown =
          catchThrowable(() -> new OnnxReader(OnnxLimits.standard()).read(file, arena));
      if (thrown == null) {
        return Optional.empty();
      }
      assertThat(thrown).isInstanceOf(EspalierException.class);
      return Optional.of((EspalierException) thrown);
    }
  }

  /** Heap bytes this thread allocates while the bytes are refused. */
  static long heapBytes(byte[] bytes) {
    outcome(bytes);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    outcome(bytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void assertFitToShow(Problem problem) {
    assertThat(problem.place()).startsWith("model:");
    assertThat(problem.message())
        .endsWith(".")
        .doesNotContain("Exception", "io.espalier", "java.", "/tmp");
  }
}
