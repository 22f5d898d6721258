package io.espalier.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processor and the memory of a Linux machine; without its files, what Java knows of them.
 *
 * @param processors the file that describes processors
 * @param memory the file that tells how memory is used
 */
record SystemMemory(Path processors, Path memory, OperatingSystemMXBean system) {
  private static final Pattern COLON = Pattern.compile("\\s*:\\s*");
  private static final long KIBIBYTE = 1024;

  static SystemMemory ofThisMachine() {
    return new SystemMemory(
        Path.of("/proc/cpuinfo"),
        Path.of("/proc/meminfo"),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
  }

  DeviceFacts facts() {
    long bytes = system.getTotalMemorySize();
    return new DeviceFacts(name(), bytes, Math.min(bytes, free(bytes)));
  }

  private String name() {
    return value(processors, "model name").orElse(system.getArch());
  }

  /** A container's own bound counts; within it, what caches hold can be had as well. */
  private long free(long bytes) {
    long unused = system.getFreeMemorySize();
    return value(memory, "MemTotal").filter(all -> kibibytes(all) == bytes).isPresent()
        ? value(memory, "MemAvailable").map(SystemMemory::kibibytes).orElse(unused)
        : unused;
  }

  private static long kibibytes(String text) {
    return Long.parseLong(text.replace("kB", "").strip()) * KIBIBYTE;
  }

  private static Optional<String> value(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> COLON.split(line, 2))
          .filter(parts -> parts.length == 2 && parts[0].equals(key))
          .map(parts -> parts[1].strip())
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
