package io.espalier.method.spec;

import java.util.Locale;

/** Where a job may run. */
public enum DeviceChoice {
  /** On whichever device is free first. */
  ANY,
  CPU,
  GPU;

  /** The name a job document uses. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
