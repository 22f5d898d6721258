package io.espalier.web.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a file part; its end is told only after the rest of the body was found in order.
 */
final class FilePartStream extends FilterInputStream {
  /** Looks at what follows the file part. */
  @FunctionalInterface
  interface Rest {
    void check() throws IOException;
  }

  private final Rest rest;

  FilePartStream(InputStream part, Rest rest) {
    super(part);
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value < 0) {
      rest.check();
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count < 0) {
      rest.check();
    }
    return count;
  }
}
