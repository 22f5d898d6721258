package io.espalier.intake;

/**
 * What an uploader says of files that do not say it themselves.
 *
 * @param architecture the name or the JSON description of the network whose weights they are; empty
 *     for files that hold the network
 */
public record ImportOptions(String architecture) {
  public static final ImportOptions NONE = new ImportOptions("");

  public boolean hasArchitecture() {
    return !architecture.isBlank();
  }
}
