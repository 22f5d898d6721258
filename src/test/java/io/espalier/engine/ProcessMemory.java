package io.espalier.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process as Linux tells it. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  public static boolean isKnown() {
    return Files.isReadable(STATUS);
  }

  public static long residentKibibytes() {
    return read("VmRSS:");
  }

  /** The most so far. */
  public static long peakKibibytes() {
    return read("VmHWM:");
  }

  private static long read(String field) {
    try (var lines = Files.lines(STATUS)) {
      String line = lines.filter(it -> it.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
