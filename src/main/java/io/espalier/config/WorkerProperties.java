package io.espalier.config;

import io.espalier.engine.Device;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs are worked on.
 *
 * @param devices {@code auto}, which is all GPUs or else the CPU, or the devices in the order they
 *     are lent, for example {@code cpu} or {@code cuda:0,cuda:1,cpu}
 * @param threads of one operator on the CPU; 0 for as many as there are processors
 * @param heartbeat how often a worker tells that it lives, at least a tenth of a second
 */
public record WorkerProperties(
    @DefaultValue("auto") String devices,
    @DefaultValue("0") int threads,
    @DefaultValue("4s") Duration heartbeat) {
  private static final Pattern LIST =
      Pattern.compile("auto|(cpu|cuda:\\d{1,3})(,(cpu|cuda:\\d{1,3}))*");
  private static final int MOST_THREADS = 1024;
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

  public WorkerProperties {
    require(
        LIST.matcher(devices).matches(),
        "The setting espalier.worker.devices (%s) must be auto or a list such as cuda:0,cpu.",
        devices);
    require(
        threads >= 0 && threads <= MOST_THREADS,
        "The setting espalier.worker.threads (%s) must be in [0, 1024].",
        threads);
    require(
        heartbeat.compareTo(SHORTEST_HEARTBEAT) >= 0,
        "The setting espalier.worker.heartbeat (%s) must be at least 100ms.",
        heartbeat);
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(value));
    }
  }

  int threadsOr(int processors) {
    return threads == 0 ? processors : threads;
  }

  /**
   * The devices to work on.
   *
   * @param gpus looks for GPUs
   */
  List<Device> devices(Supplier<List<Device>> gpus) {
    if (!devices.equals("auto")) {
      return Stream.of(devices.split(",")).distinct().map(WorkerProperties::device).toList();
    }
    List<Device> found = gpus.get();
    return found.isEmpty() ? List.of(Device.CPU) : found;
  }

  private static Device device(String name) {
    return name.equals("cpu")
        ? Device.CPU
        : Device.cuda(Integer.parseInt(name.substring("cuda:".length())));
  }
}
