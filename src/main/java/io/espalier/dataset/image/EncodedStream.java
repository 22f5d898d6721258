package io.espalier.dataset.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** The bytes of a file, read where they lie. */
final class EncodedStream extends ImageInputStreamImpl {
  private final byte[] encoded;

  EncodedStream(byte[] encoded) {
    this.encoded = encoded;
  }

  @Override
  public long length() {
    return encoded.length;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < encoded.length ? encoded[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    int count = (int) Math.min(length, encoded.length - streamPos);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(encoded, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }
}
