package io.espalier.job.checkpoint;

import static io.espalier.job.checkpoint.CheckpointSamples.checkpoint;
import static io.espalier.job.checkpoint.CheckpointSamples.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifact.LocalFiles;
import io.espalier.engine.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFolderTest extends CheckpointsContract {
  private static final String JOB = "job_00000000000000000000000001";

  @TempDir private Path home;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    store = new CheckpointStore(home, new LocalFiles());
  }

  @Override
  Checkpoints of(int attempt) {
    return store.of(JOB, attempt, 1);
  }

  /** The oldest first, as far as attempts have one digit. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("checkpoints").resolve(JOB).resolve("1"))) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  @Test
  void keepsTheNewestTwo() throws IOException {
    Checkpoints checkpoints = of(1);
    for (int i = 1; i < 5; i++) {
      checkpoints.save(checkpoint(i));
    }
    assertThat(files()).hasSize(2);
  }

  @Test
  void anAttemptThatWasFrozenRemovesNothingOfANewerOne() throws IOException {
    Checkpoints frozen = of(1);
    frozen.save(checkpoint(1));
    Checkpoints newer = of(2);
    newer.save(checkpoint(2));
    newer.save(checkpoint(3));
    List<Path> ofNewer = files();
    frozen.save(checkpoint(4));

    assertThat(files()).isEqualTo(ofNewer);
  }

  @Test
  void passesOverWhatIsDamagedOrHalf() throws IOException {
    of(1).save(checkpoint(1));
    of(1).save(checkpoint(2));
    Path newest = files().getLast();
    byte[] whole = Files.readAllBytes(newest);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    for (byte[] damaged : List.of(flipped, half, new byte[0])) {
      Files.write(newest, damaged);
      assertThat(number(of(2).newest())).isEqualTo(1);
    }
    Files.write(newest, whole);
    assertThat(number(of(2).newest())).isEqualTo(2);
  }

  @Test
  void findsNothingWhereAllIsDamaged() throws IOException {
    of(1).save(checkpoint(1));
    Files.write(files().getFirst(), new byte[] {1, 2, 3});
    Files.writeString(files().getFirst().resolveSibling("000001-000000009.part"), "half");

    assertThat(of(2).newest()).isEmpty();
  }

  @Test
  void stepsAndJobsAreKeptApart() {
    store.of(JOB, 1, 0).save(checkpoint(1));
    store.of("other", 1, 1).save(checkpoint(2));

    assertThat(of(1).newest()).isEmpty();
  }

  @Test
  void forgetsAJobAsAWholeAndNoOther() {
    of(1).save(checkpoint(1));
    store.of(JOB, 1, 0).save(checkpoint(1));
    store.of("other", 1, 0).save(checkpoint(2));
    store.forget(JOB);
    store.forget("never was");

    assertThat(home.resolve("checkpoints").resolve(JOB)).doesNotExist();
    assertThat(number(store.of("other", 2, 0).newest())).isEqualTo(2);
  }

  @Test
  void sweepsWhatJobsLeftThatHaveEnded() {
    assertThat(store.sweep(job -> true)).isZero();
    of(1).save(checkpoint(1));
    store.of("ended", 1, 0).save(checkpoint(2));

    assertThat(store.sweep(job -> job.equals("ended"))).isEqualTo(1);
    assertThat(number(of(1).newest())).isEqualTo(1);
    assertThat(home.resolve("checkpoints").resolve("ended")).doesNotExist();
  }
}
