package io.espalier.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The few things the file store asks of a file system, each of them a step at which the power may
 * fail.
 */
public interface StoreFiles {
  /** A new file that is being written. */
  interface NewFile extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Returns when all that was written is on the medium. */
    void force() throws IOException;
  }

  boolean exists(Path path);

  /** Creates a directory, its parents too; does nothing where it exists. */
  void createDirectory(Path directory) throws IOException;

  /** Creates a file that did not exist. */
  NewFile create(Path file) throws IOException;

  InputStream open(Path file) throws IOException;

  /** Gives a file another name in one step; the target must not exist. */
  void move(Path from, Path to) throws IOException;

  /** Returns when the names in a directory are on the medium. */
  void forceDirectory(Path directory) throws IOException;

  /** Removes a file and tells whether there was one; whoever has it open can go on reading. */
  boolean delete(Path file) throws IOException;

  /** The entries of a directory, in no order. */
  List<Path> list(Path directory) throws IOException;

  Instant modifiedAt(Path file) throws IOException;

  void touch(Path file, Instant now) throws IOException;
}
