package io.espalier.dataset.read.zip;

/**
 * What an archive may hold before it is refused.
 *
 * @param entries in the archive
 * @param nameBytes length of one entry's name
 * @param unpackedBytes of all entries together
 * @param ratio most bytes an entry may unpack to for each of its packed bytes
 * @param freeBytes up to this unpacked size an entry may have any ratio
 */
public record ZipLimits(int entries, int nameBytes, long unpackedBytes, int ratio, long freeBytes) {

  /** The limits of the service. */
  public static ZipLimits standard() {
    return new ZipLimits(1_000_000, 512, 200L << 30, 100, 1L << 20);
  }
}
