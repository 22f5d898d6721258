package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceProbeTest {
  private static final NvidiaTool MISSING = new NvidiaTool(List.of("no-such-tool-anywhere"));

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  @TempDir private Path folder;

  private static NvidiaTool printing(String text) {
    return new NvidiaTool(List.of("printf", text));
  }

  @Test
  void readsWhatTheToolOfTheDriverPrints() {
    assertThat(
            printing("0, NVIDIA H200, 143771, 142000\\n1, A, B, 7, 8\\n10,  GPU, [N/A], 3\\n")
                .gpus())
        .containsOnlyKeys(0, 10)
        .containsEntry(0, new DeviceFacts("NVIDIA H200", 143_771L << 20, 142_000L << 20))
        .containsEntry(10, new DeviceFacts("GPU", 0, 3L << 20));
  }

  @Test
  void aMachineWithoutTheToolHasNoGpus() {
    assertThat(MISSING.gpus()).isEmpty();
    assertThat(printing("NVIDIA-SMI has failed, because: it cannot, talk, to the driver").gpus())
        .isEmpty();
  }

  @Test
  void aLibtorchForTheCpuFindsNoGpu() {
    DeviceProbe probe =
        new DeviceProbe(SystemMemory.ofThisMachine(), printing("0, NVIDIA H200, 143771, 142000"));

    assertThat(probe.gpus()).isEmpty();
    assertThat(probe.facts(Device.cuda(0)).name()).isEqualTo("NVIDIA H200");
    assertThat(probe.facts(Device.cuda(1)).name()).isEqualTo("unknown");
  }

  @Test
  void readsTheProcessorAndTheMemory() throws IOException {
    Path processors =
        Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Fast: 9\n");
    Path memory =
        Files.writeString(
            folder.resolve("meminfo"),
            "MemTotal:       %d kB\nMemAvailable:      2048 kB\n"
                .formatted(system.getTotalMemorySize() / 1024));

    DeviceFacts facts = new SystemMemory(processors, memory, system).facts();
    assertThat(facts.name()).isEqualTo("Fast: 9");
    assertThat(facts.memoryBytes()).isEqualTo(system.getTotalMemorySize());
    if (system.getTotalMemorySize() % 1024 == 0) {
      assertThat(facts.freeBytes()).isEqualTo(2048 * 1024);
    }
  }

  @Test
  void knowsALittleWithoutTheFiles() {
    Path nowhere = folder.resolve("nowhere");
    DeviceFacts facts = new SystemMemory(nowhere, nowhere, system).facts();

    assertThat(facts.name()).isEqualTo(system.getArch());
    assertThat(facts.freeBytes()).isBetween(1L, facts.memoryBytes());
  }
}
