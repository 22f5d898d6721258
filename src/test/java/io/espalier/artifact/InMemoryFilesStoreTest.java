package io.espalier.artifact;

import io.espalier.resource.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Holds the file system of the crash tests to what the store expects of a real one. */
final class InMemoryFilesStoreTest extends ArtifactStoreContract {
  private static final Path HOME = Path.of("home");

  private final CrashFiles files = new CrashFiles();

  @Override
  ArtifactStore open(SettableClock clock) {
    return new FileArtifactStore(HOME, files, clock, new Random(1));
  }

  @Override
  byte[] read(Path path) throws IOException {
    return files.open(path).readAllBytes();
  }

  @Override
  int staged() {
    return files.list(HOME.resolve("staging")).size();
  }
}
