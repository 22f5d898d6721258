package io.espalier.dataset.read.zip;

/**
 * A file in an archive, as the central directory describes it.
 *
 * @param deflated or stored as it is
 * @param crc of its bytes
 * @param packed bytes in the archive
 * @param bytes of the file itself
 * @param headerAt where its local header begins
 * @param limit where the next entry or the directory begins
 */
public record ZipEntry(
    String name, boolean deflated, long crc, long packed, long bytes, long headerAt, long limit) {
  static final int HEADER_BYTES = 30;

  /** The part of the name after the last slash. */
  public String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  ZipEntry before(long next) {
    return new ZipEntry(name, deflated, crc, packed, bytes, headerAt, next);
  }

  /** No entry ends before this, whatever its local header says. */
  long leastEnd() {
    return headerAt + HEADER_BYTES + packed;
  }
}
