package io.espalier.job.device;

import io.espalier.engine.Device;
import io.espalier.method.spec.DeviceChoice;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.Placement;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Lends the devices of this process: all that a job asks for, or none.
 *
 * <p>Who asks for devices that others wait for gets in line behind them, so that a job that asks
 * for many is not passed over for ever.
 */
public final class DevicePool {
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final List<Device> devices;
  private final Map<Device, String> holders = new LinkedHashMap<>();
  private final List<Request> line = new ArrayList<>();

  /**
   * @param devices at least one; those that are named first are lent first
   */
  public DevicePool(List<Device> devices) {
    this.devices = List.copyOf(devices);
  }

  public List<Device> devices() {
    return devices;
  }

  /** Who computes on what now. */
  public synchronized Map<Device, String> holders() {
    return Map.copyOf(holders);
  }

  /**
   * Guards a job that can never run here.
   *
   * @throws EspalierException VALIDATION_FAILED that tells which devices there are
   */
  public void require(JobSpec job) {
    Problems problems = new Problems();
    requireDevices(job.placement(), problems);
    List<Device> suitable = suitable(job.placement());
    for (int i = 0; i < job.steps().size(); i++) {
      if (job.steps().get(i).needsGpu()
          && !suitable.isEmpty()
          && ofKind(suitable, Device.Kind.CUDA).findAny().isEmpty()) {
        problems.add(
            "/steps/%d/precision".formatted(i), "precision-unsupported", needsGpu(i, suitable));
      }
    }
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
  }

  private static String needsGpu(int step, List<Device> suitable) {
    return "The precision of step %d needs a GPU, but the job runs on: %s. Train in fp32."
        .formatted(step + 1, names(suitable));
  }

  private void requireDevices(Placement placement, Problems problems) {
    if (of(placement.device()).isEmpty()) {
      problems.add(
          "/device",
          "no-such-device",
          "The service has no device of the kind (%s); it has: %s."
              .formatted(placement.device().wireName(), names(devices)));
    } else if (suitable(placement).isEmpty()) {
      problems.add(
          "/devices",
          "too-few-devices",
          "The job asks for %d devices of one kind (%s); the service has: %s."
              .formatted(placement.devices(), placement.device().wireName(), names(devices)));
    }
  }

  private static String names(List<Device> devices) {
    return String.join(", ", devices.stream().map(Device::toString).toList());
  }

  /**
   * Waits in line for devices.
   *
   * @param giveUp whether to wait no longer; asked several times a second
   * @return nothing when it was given up, or when this process has no such devices
   */
  public synchronized Optional<DeviceLease> lease(
      Placement placement, String jobId, BooleanSupplier giveUp) {
    Request request = new Request(placement.devices(), suitable(placement));
    line.add(request);
    try {
      while (!request.suitable().isEmpty() && !giveUp.getAsBoolean()) {
        List<Device> chosen = request.choose(isNext(request) ? free() : List.of());
        if (!chosen.isEmpty()) {
          chosen.forEach(device -> holders.put(device, jobId));
          return Optional.of(new DeviceLease(chosen, this));
        }
        wait(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      line.remove(request);
      notifyAll();
    }
    return Optional.empty();
  }

  synchronized void release(List<Device> returned) {
    holders.keySet().removeAll(returned);
    notifyAll();
  }

  private List<Device> free() {
    return devices.stream().filter(device -> !holders.containsKey(device)).toList();
  }

  /** Whether nobody further ahead waits for any of the same devices. */
  private boolean isNext(Request request) {
    return line.subList(0, line.indexOf(request)).stream()
        .allMatch(ahead -> Collections.disjoint(ahead.suitable(), request.suitable()));
  }

  private List<Device> of(DeviceChoice choice) {
    return devices.stream().filter(device -> fits(device.kind(), choice)).toList();
  }

  private static boolean fits(Device.Kind kind, DeviceChoice choice) {
    return switch (choice) {
      case ANY -> true;
      case CPU -> kind == Device.Kind.CPU;
      case GPU -> kind == Device.Kind.CUDA;
    };
  }

  /** The devices of every kind there are enough of. */
  private List<Device> suitable(Placement placement) {
    List<Device> all = of(placement.device());
    return all.stream()
        .filter(device -> ofKind(all, device.kind()).count() >= placement.devices())
        .toList();
  }

  private static Stream<Device> ofKind(List<Device> devices, Device.Kind kind) {
    return devices.stream().filter(device -> device.kind() == kind);
  }

  /** One who waits; two are never the same. */
  private static final class Request {
    private final int count;
    private final List<Device> suitable;

    private Request(int count, List<Device> suitable) {
      this.count = count;
      this.suitable = suitable;
    }

    private List<Device> suitable() {
      return suitable;
    }

    /** As many as are asked for, all of the first kind there are enough of; or none. */
    private List<Device> choose(List<Device> free) {
      List<Device> found = suitable.stream().filter(free::contains).toList();
      return found.stream()
          .map(device -> ofKind(found, device.kind()).limit(count).toList())
          .filter(ofOneKind -> ofOneKind.size() == count)
          .findFirst()
          .orElse(List.of());
    }
  }
}
