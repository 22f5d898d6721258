package io.espalier.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The command-line tool that comes with the driver of NVIDIA's GPUs.
 *
 * @param command that prints index, name, memory and free memory in MiB, one GPU a line
 */
record NvidiaTool(List<String> command) {
  private static final long PATIENCE_SECONDS = 5;
  private static final long MEBIBYTE = 1L << 20;
  private static final int COLUMNS = 4;

  NvidiaTool {
    command = List.copyOf(command);
  }

  static NvidiaTool installed() {
    return new NvidiaTool(
        List.of(
            "nvidia-smi",
            "--query-gpu=index,name,memory.total,memory.free",
            "--format=csv,noheader,nounits"));
  }

  /** By number; none where the tool is missing, fails or does not answer. */
  SortedMap<Integer, DeviceFacts> gpus() {
    SortedMap<Integer, DeviceFacts> gpus = new TreeMap<>();
    for (String line : lines()) {
      String[] columns = line.split("\\s*,\\s*");
      if (columns.length == COLUMNS && columns[0].matches("\\d{1,4}")) {
        gpus.put(Integer.valueOf(columns[0]), facts(columns));
      }
    }
    return gpus;
  }

  private static DeviceFacts facts(String[] columns) {
    return new DeviceFacts(columns[1], mebibytes(columns[2]), mebibytes(columns[3]));
  }

  /** A part of a GPU does not tell its memory. */
  private static long mebibytes(String text) {
    return text.strip().matches("\\d+") ? Long.parseLong(text.strip()) * MEBIBYTE : 0;
  }

  private List<String> lines() {
    try {
      Process process = new ProcessBuilder(command).start();
      try {
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
        byte[] text = output.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new String(text, StandardCharsets.UTF_8).lines().toList();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException | ExecutionException | TimeoutException missing) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static byte[] read(Process process) {
    try (InputStream output = process.getInputStream()) {
      return output.readAllBytes();
    } catch (IOException gone) {
      return new byte[0];
    }
  }
}
