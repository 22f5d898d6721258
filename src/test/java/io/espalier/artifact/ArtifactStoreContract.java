package io.espalier.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every artifact store does. */
abstract class ArtifactStoreContract {
  private static final String ABC = "abc";
  private static final String ABC_SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final long LIMIT = 1000;

  final SettableClock clock = new SettableClock();
  private ArtifactStore store;

  abstract ArtifactStore open(SettableClock clock);

  abstract byte[] read(Path path) throws IOException;

  abstract int staged();

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    StoredArtifact stored = store.put(content(ABC), LIMIT);

    assertThat(stored).isEqualTo(new StoredArtifact(ABC_SHA256, 3));
    assertThat(store.exists(ABC_SHA256)).isTrue();
    assertThat(read(store.path(ABC_SHA256))).asString().isEqualTo(ABC);
    assertThat(store.verifiedPath(ABC_SHA256)).isEqualTo(store.path(ABC_SHA256));
    assertThat(staged()).isZero();
  }

  @Test
  void keepsEmptyContent() throws IOException {
    assertThat(read(store.path(store.put(content(""), LIMIT).sha256()))).isEmpty();
  }

  @Test
  void keepsTheSameContentOnce() {
    assertThat(store.put(content(ABC), LIMIT)).isEqualTo(store.put(content(ABC), LIMIT));

    clock.advance(Duration.ofHours(1));
    assertThat(store.committedBefore(clock.instant())).containsExactly(ABC_SHA256);
  }

  @Test
  void showsStagedContentToNobodyElse() throws IOException {
    try (StagedArtifact staged = store.stage(content(ABC), LIMIT)) {
      assertThat(staged.content().sha256()).isEqualTo(ABC_SHA256);
      assertThat(read(staged.path())).asString().isEqualTo(ABC);
      assertThat(store.exists(ABC_SHA256)).isFalse();
    }
    assertThat(store.exists(ABC_SHA256)).isFalse();
    assertThat(staged()).isZero();
  }

  @Test
  void takesExactlyTheLimit() {
    assertThat(store.put(content(ABC), 3).bytes()).isEqualTo(3);
  }

  @Test
  void refusesOneByteMoreThanTheLimitWithoutReadingOn() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    assertRefused(() -> store.put(endless, LIMIT), ErrorCode.TOO_LARGE);
    assertRefused(() -> store.put(content(ABC), 2), ErrorCode.TOO_LARGE);
    assertThat(staged()).isZero();
  }

  @Test
  void keepsNothingOfASourceThatBreaksOff() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Connection reset by 10.0.0.1");
          }
        };

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> store.put(new SequenceInputStream(content(ABC), broken), LIMIT))
        .withMessage("The content broke off after 3 bytes; nothing was kept. Send it again.");
    assertThat(staged()).isZero();
  }

  @Test
  void namesContentThatIsMissing() {
    assertRefused(() -> store.path(ABC_SHA256), ErrorCode.ARTIFACT_CORRUPT);
    assertRefused(() -> store.verifiedPath(ABC_SHA256), ErrorCode.ARTIFACT_CORRUPT);
  }

  @Test
  void deletesOnlyWhatWasCommittedBeforeTheMoment() {
    store.put(content(ABC), LIMIT);

    assertThat(store.deleteIfCommittedBefore(ABC_SHA256, clock.instant())).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(store.deleteIfCommittedBefore(ABC_SHA256, clock.instant())).isTrue();
    assertThat(store.exists(ABC_SHA256)).isFalse();
    assertThat(store.deleteIfCommittedBefore(ABC_SHA256, clock.instant())).isFalse();
  }

  @Test
  void committingAgainMakesContentYoung() {
    store.put(content(ABC), LIMIT);
    clock.advance(Duration.ofHours(1));
    store.put(content(ABC), LIMIT);

    assertThat(store.committedBefore(clock.instant())).isEmpty();
    assertThat(store.deleteIfCommittedBefore(ABC_SHA256, clock.instant())).isFalse();
  }

  @Test
  void neverTakesAnythingButADigestForAnAddress() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> store.path("../../etc/passwd"));
  }

  @Test
  void keepsContentsApartThatArriveAtTheSameTime() throws Exception {
    byte[] shared = new byte[200_000];
    new Random(3).nextBytes(shared);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts =
          IntStream.range(0, 64)
              .mapToObj(i -> executor.submit(() -> store.put(mixed(shared, i), 1 << 20)))
              .toList();
      for (var put : puts) {
        assertThat(store.verifiedPath(put.get().sha256())).isNotNull();
      }
    }
    assertThat(staged()).isZero();
  }

  /** Every fourth content is the same. */
  private static InputStream mixed(byte[] shared, int i) {
    String head = i % 4 == 0 ? "same" : "content " + i;
    return new SequenceInputStream(content(head), new ByteArrayInputStream(shared));
  }

  static void assertRefused(Runnable action, ErrorCode code) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(action::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
