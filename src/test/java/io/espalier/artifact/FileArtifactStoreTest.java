package io.espalier.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.ErrorCode;
import io.espalier.resource.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileArtifactStoreTest extends ArtifactStoreContract {
  @TempDir private Path home;

  @Override
  ArtifactStore open(SettableClock clock) {
    return FileArtifactStore.open(home, clock, new Random(1));
  }

  @Override
  byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }

  @Override
  int staged() {
    try (Stream<Path> files = Files.list(home.resolve("staging"))) {
      return (int) files.count();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void findsAFlippedBit() throws IOException {
    ArtifactStore store = open(clock);
    String sha256 = store.put(content("hello"), 10).sha256();
    Files.writeString(store.path(sha256), "hellp");

    assertRefused(() -> store.verifiedPath(sha256), ErrorCode.ARTIFACT_CORRUPT);
  }

  @Test
  void anOpenDownloadEndsAfterTheContentWasDeleted() throws IOException {
    ArtifactStore store = open(clock);
    String sha256 = store.put(content("hello"), 10).sha256();
    try (InputStream download = Files.newInputStream(store.path(sha256))) {
      assertThat(store.deleteIfCommittedBefore(sha256, clock.instant().plusSeconds(1))).isTrue();
      assertThat(download.readAllBytes()).asString().isEqualTo("hello");
    }
  }

  @Test
  void sweepsWhatADeadProcessStagedOnceItIsOld() throws IOException {
    ArtifactStore store = open(clock);
    Path orphan = Files.writeString(home.resolve("staging/orphan"), "half");
    new LocalFiles().touch(orphan, clock.instant());

    assertThat(store.sweepStaging(Duration.ofHours(24))).isZero();
    clock.advance(Duration.ofHours(25));
    assertThat(store.sweepStaging(Duration.ofHours(24))).isEqualTo(1);
    assertThat(orphan).doesNotExist();
  }
}
