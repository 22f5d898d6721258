package io.espalier.format.pytorch.zip;

/**
 * What an archive may hold before it is refused.
 *
 * @param entries in the archive
 * @param nameBytes length of one entry's name
 */
public record ZipLimits(int entries, int nameBytes) {

  /** The limits of the service. */
  public static ZipLimits standard() {
    return new ZipLimits(100_000, 512);
  }
}
