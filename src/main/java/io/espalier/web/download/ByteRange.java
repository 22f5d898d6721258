package io.espalier.web.download;

/**
 * A part of a file.
 *
 * @param first position of the first byte
 * @param last position of the last byte, not below {@code first}
 */
record ByteRange(long first, long last) {
  long length() {
    return last - first + 1;
  }

  /** The value of {@code Content-Range} for a file of this length. */
  String contentRange(long fileLength) {
    return "bytes %d-%d/%d".formatted(first, last, fileLength);
  }
}
