package io.espalier.job.device;

import io.espalier.engine.Device;
import io.espalier.engine.DeviceFacts;
import java.util.Optional;

/**
 * A device and what runs there.
 *
 * @param id for example {@code cpu} or {@code cuda:0}
 * @param kind {@code cpu} or {@code gpu}
 * @param job that computes on it now
 */
public record DeviceStatus(
    String id, String kind, String name, long memoryBytes, long freeBytes, Optional<String> job) {
  static DeviceStatus of(Device device, DeviceFacts facts, Optional<String> job) {
    String kind =
        switch (device.kind()) {
          case CPU -> "cpu";
          case CUDA -> "gpu";
        };
    return new DeviceStatus(
        device.toString(), kind, facts.name(), facts.memoryBytes(), facts.freeBytes(), job);
  }
}
