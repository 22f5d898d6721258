package io.espalier.dataset.read;

import io.espalier.dataset.read.zip.ZipEntry;
import java.util.List;

/**
 * A file of an archive by its path below the folder that holds everything.
 *
 * @param path folders and the file's own name
 */
record ArchiveFile(ZipEntry entry, List<String> path) {
  ArchiveFile {
    path = List.copyOf(path);
  }

  String folder(int depth) {
    return path.get(depth);
  }

  boolean isAtRoot() {
    return path.size() == 1;
  }

  /** The path as it is written in tables. */
  String joined() {
    return String.join("/", path);
  }
}
