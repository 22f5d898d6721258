package io.espalier.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.resource.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactJanitorTest {
  private static final Duration AGE = Duration.ofHours(1);

  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final Set<String> models = new HashSet<>();
  private final Set<String> jobs = new HashSet<>();
  private ArtifactStore store;
  private ArtifactJanitor janitor;
  private String sha256;

  @BeforeEach
  void storeOne() {
    store = FileArtifactStore.open(home, clock, new Random(1));
    janitor = new ArtifactJanitor(store, List.of(models::contains, jobs::contains), clock, AGE);
    sha256 = store.put(ArtifactStoreContract.content("hello"), 10).sha256();
  }

  @Test
  void removesOldContentNobodyReferences() {
    clock.advance(AGE.plusSeconds(1));

    assertThat(janitor.sweep()).isEqualTo(1);
    assertThat(store.exists(sha256)).isFalse();
  }

  @Test
  void leavesYoungContentAlone() {
    clock.advance(AGE.minusSeconds(1));

    assertThat(janitor.sweep()).isZero();
    assertThat(store.exists(sha256)).isTrue();
  }

  @Test
  void leavesContentAloneThatOneOfSeveralRecordsReferences() {
    clock.advance(AGE.multipliedBy(100));
    jobs.add(sha256);

    assertThat(janitor.sweep()).isZero();
    assertThat(store.exists(sha256)).isTrue();
  }
}
