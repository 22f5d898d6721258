package io.espalier.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder for one attempt; what earlier attempts of the job left behind is removed first. */
public record ScratchFolder(Path path) implements AutoCloseable {

  /** An empty folder; what any attempt of the job left is gone. */
  public static ScratchFolder create(Path home, String jobId, int attempt) {
    Path ofJob = home.resolve(jobId);
    try {
      delete(ofJob);
      return new ScratchFolder(Files.createDirectories(ofJob.resolve(Integer.toString(attempt))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes what any attempt of a job left behind, as far as that is possible. */
  static void forget(Path home, String jobId) {
    try {
      delete(home.resolve(jobId));
    } catch (IOException leftBehind) {
      // It takes space and does no other harm.
    }
  }

  @Override
  public void close() {
    try {
      delete(path);
      Files.deleteIfExists(path.getParent());
    } catch (IOException leftForTheNextAttempt) {
      // The next attempt of this job removes it.
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
