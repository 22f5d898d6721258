package io.espalier.job.checkpoint;

import io.espalier.artifact.Sha256;
import io.espalier.artifact.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A new file as a channel that knows the digest of what went through it. */
final class DigestedFile implements WritableByteChannel {
  private static final int CHUNK_BYTES = 1 << 20;

  private final StoreFiles.NewFile file;
  private final Sha256 digest = new Sha256();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private boolean open = true;

  DigestedFile(StoreFiles.NewFile file) {
    this.file = file;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int length = Math.min(chunk.length, source.remaining());
    source.get(chunk, 0, length);
    digest.update(chunk, length);
    file.write(chunk, 0, length);
    return length;
  }

  void force() throws IOException {
    file.force();
  }

  String sha256() {
    return digest.hexadecimal();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    file.close();
  }
}
