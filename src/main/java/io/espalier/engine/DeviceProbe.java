package io.espalier.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Looks for devices without loading a native library: at files of the system, and through the tool
 * of the GPUs' driver.
 */
public final class DeviceProbe {
  private static final String LIBRARY = "/native/lib/pytorch.properties";
  private static final DeviceFacts UNKNOWN = new DeviceFacts("unknown", 0, 0);

  private final SystemMemory memory;
  private final NvidiaTool nvidia;

  DeviceProbe(SystemMemory memory, NvidiaTool nvidia) {
    this.memory = memory;
    this.nvidia = nvidia;
  }

  /** A probe of this machine. */
  public static DeviceProbe ofThisMachine() {
    return new DeviceProbe(SystemMemory.ofThisMachine(), NvidiaTool.installed());
  }

  /** The GPUs that the libtorch of this process can compute on, in the order of their numbers. */
  public List<Device> gpus() {
    return isForGpus() ? nvidia.gpus().keySet().stream().map(Device::cuda).toList() : List.of();
  }

  /** A libtorch for the CPU alone finds no GPU, whatever the machine has. */
  private static boolean isForGpus() {
    return Optional.ofNullable(System.getenv("PYTORCH_FLAVOR"))
        .or(DeviceProbe::bundledFlavor)
        .filter(flavor -> flavor.startsWith("cu"))
        .isPresent();
  }

  private static Optional<String> bundledFlavor() {
    try (InputStream file = DeviceProbe.class.getResourceAsStream(LIBRARY)) {
      if (file == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(file);
      return Optional.ofNullable(properties.getProperty("flavor"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a device is; a GPU whose driver does not answer is unknown. */
  public DeviceFacts facts(Device device) {
    return switch (device.kind()) {
      case CPU -> memory.facts();
      case CUDA -> nvidia.gpus().getOrDefault(device.index(), UNKNOWN);
    };
  }
}
