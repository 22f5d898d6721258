package io.espalier.job.device;

import io.espalier.engine.Device;
import java.util.List;

/** Devices that belong to one job until this is closed. */
public final class DeviceLease implements AutoCloseable {
  private final List<Device> devices;
  private final DevicePool pool;

  DeviceLease(List<Device> devices, DevicePool pool) {
    this.devices = List.copyOf(devices);
    this.pool = pool;
  }

  /** At least one, all of one kind. */
  public List<Device> devices() {
    return devices;
  }

  @Override
  public void close() {
    pool.release(devices);
  }
}
