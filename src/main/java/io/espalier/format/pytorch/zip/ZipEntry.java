package io.espalier.format.pytorch.zip;

/**
 * An entry as the central directory describes it.
 *
 * @param crc of its bytes, as it is written
 * @param headerAt where its local header begins
 */
record ZipEntry(String name, int flags, long crc, long bytes, long headerAt) {}
