package io.espalier.architecture.untangled.engine;

import ai.djl.Device;
import io.espalier.architecture.untangled.graph.Shape;

/** Keeps the runtime's type to itself. */
public final class DeviceName {

  private static final int[] ORDER = {0, 1};

  private final Device device;

  public DeviceName(Device device) {
    this.device = device;
  }

  public String on(Shape shape) {
    return device.getDeviceType() + ORDER[0] + shape;
  }
}
