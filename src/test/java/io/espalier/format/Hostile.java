package io.espalier.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Gives hostile bytes to a reader of files and looks at how they are refused. */
public final class Hostile {
  private final BiConsumer<Path, Arena> reader;

  public Hostile(BiConsumer<Path, Arena> reader) {
    this.reader = reader;
  }

  /** The codes of the problems bytes are refused with; each must be fit to be shown. */
  public List<String> codes(byte[] bytes) {
    EspalierException refusal = outcome(bytes).orElseThrow();
    assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
    assertThat(refusal.problems()).isNotEmpty();
    refusal.problems().forEach(Hostile::assertFitToShow);
    return refusal.problems().stream().map(Problem::code).distinct().toList();
  }

  /** Empty when the bytes are accepted; anything but a refusal fails the test. */
  public Optional<EspalierException> outcome(byte[] bytes) {
    Path file = file(bytes);
    try (Arena arena = Arena.ofConfined()) {
      return outcome(() -> reader.accept(file, arena));
    } finally {
      delete(file);
    }
  }

  private static Optional<EspalierException> outcome(Runnable reading) {
    Throwable thrown = catchThrowable(reading::run);
    if (thrown == null) {
      return Optional.empty();
    }
    assertThat(thrown).isInstanceOf(EspalierException.class);
    return Optional.of((EspalierException) thrown);
  }

  /** Heap bytes this thread allocates while the bytes are read. */
  public long heapBytes(byte[] bytes) {
    outcome(bytes);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    outcome(bytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Puts bytes into a new file. */
  public static Path file(byte[] bytes) {
    try {
      Path file = Files.createTempFile("hostile", ".bin");
      return Files.write(file, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertFitToShow(Problem problem) {
    assertThat(problem.place()).startsWith("model:");
    assertThat(problem.message())
        .matches("(?s).*[.?]")
        .doesNotContain("Exception", "io.espalier", "java.", "/tmp");
  }
}
