package io.espalier.web.service;

import io.espalier.job.device.DeviceDirectory;
import io.espalier.job.device.DeviceStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/devices}: what jobs compute on. */
@RestController
public final class DeviceController implements DeviceApi {
  private final DeviceDirectory directory;

  DeviceController(DeviceDirectory directory) {
    this.directory = directory;
  }

  @Override
  @GetMapping(path = "/v1/devices", produces = MediaType.APPLICATION_JSON_VALUE)
  public Devices devices() {
    return new Devices(directory.list().stream().map(DeviceView::of).toList());
  }

  /** All devices. */
  @Schema(name = "Devices")
  public record Devices(List<DeviceView> data) {
    public Devices {
      data = List.copyOf(data);
    }
  }

  /**
   * A device.
   *
   * @param kind {@code cpu} or {@code gpu}
   * @param memoryBytes in all; for the CPU what this process may use of the machine's
   * @param job the identifier of the job that computes on it now, or null
   */
  @Schema(name = "Device")
  public record DeviceView(
      @Schema(example = "cuda:0") String id,
      @Schema(example = "gpu") String kind,
      @Schema(example = "NVIDIA H200") String name,
      @Schema(example = "150754820096") long memoryBytes,
      @Schema(example = "149111701504") long freeBytes,
      @Schema(example = "job_01KAN50A2M3N4P5Q6R7S8T9VWX") Optional<String> job) {
    static DeviceView of(DeviceStatus status) {
      return new DeviceView(
          status.id(),
          status.kind(),
          status.name(),
          status.memoryBytes(),
          status.freeBytes(),
          status.job());
    }
  }
}
