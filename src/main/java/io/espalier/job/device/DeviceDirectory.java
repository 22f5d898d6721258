package io.espalier.job.device;

import io.espalier.engine.Device;
import io.espalier.engine.DeviceProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what the devices of this process are and what runs there; loads no native library. */
public final class DeviceDirectory {
  private final DevicePool pool;
  private final DeviceProbe probe;

  public DeviceDirectory(DevicePool pool, DeviceProbe probe) {
    this.pool = pool;
    this.probe = probe;
  }

  /** In the order they are lent. */
  public List<DeviceStatus> list() {
    Map<Device, String> holders = pool.holders();
    return pool.devices().stream()
        .map(
            device ->
                DeviceStatus.of(
                    device, probe.facts(device), Optional.ofNullable(holders.get(device))))
        .toList();
  }
}
