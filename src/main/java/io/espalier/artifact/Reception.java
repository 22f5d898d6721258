package io.espalier.artifact;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.InputStream;

/** Copies content from a source nobody trusts to a new file, counting and hashing on the way. */
final class Reception {
  private static final int CHUNK_BYTES = 1 << 16;

  private final InputStream source;
  private final StoreFiles.NewFile file;
  private final long maximumBytes;
  private long received;

  Reception(InputStream source, StoreFiles.NewFile file, long maximumBytes) {
    this.source = source;
    this.file = file;
    this.maximumBytes = maximumBytes;
  }

  StoredArtifact run() throws IOException {
    Sha256 sha256 = new Sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int length = read(chunk); length >= 0; length = read(chunk)) {
      count(length);
      sha256.update(chunk, length);
      file.write(chunk, 0, length);
    }
    return new StoredArtifact(sha256.hexadecimal(), received);
  }

  private int read(byte[] chunk) {
    try {
      return source.read(chunk);
    } catch (IOException fault) {
      throw new EspalierException(
          ErrorCode.MALFORMED_REQUEST,
          "The content broke off after %d bytes; nothing was kept. Send it again."
              .formatted(received),
          fault);
    }
  }

  private void count(int length) {
    received += length;
    if (received > maximumBytes) {
      throw new EspalierException(
          ErrorCode.TOO_LARGE,
          "The content is longer than the limit of %d bytes.".formatted(maximumBytes));
    }
  }
}
