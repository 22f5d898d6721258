package io.espalier.ops;

import java.util.Objects;

/** The version of the service. */
public final class Version {
  private Version() {}

  /** From the manifest of the jar; {@code development} when it does not run from one. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }
}
