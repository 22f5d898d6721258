package io.espalier.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.artifact.StoredArtifact;
import io.espalier.database.TestDatabase;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcUploadSetsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final StoredArtifact CONTENT = new StoredArtifact("a".repeat(64), 5);
  private static final int MANY = 100;

  private final TestDatabase database = new TestDatabase();
  private final UploadSets sets = new JdbcUploadSets(database.jdbc(), database.transactions());

  @AfterEach
  void close() {
    database.close();
  }

  private static UploadSet set(String id, AnnouncedPart... parts) {
    return new UploadSet(
        id,
        NOW,
        NOW,
        List.of(parts).stream().map(part -> new UploadPart(part, Optional.empty())).toList(),
        Optional.empty());
  }

  private Optional<UploadSet> put(String id, String name) {
    return sets.put(id, name, CONTENT, NOW, _ -> {});
  }

  @Test
  void findsWhatWasAdded() {
    UploadSet set =
        set(
            "upl_1",
            AnnouncedPart.named("a"),
            new AnnouncedPart("b", Optional.of(7L), Optional.of("c".repeat(64))));
    sets.add(set, MANY);

    assertThat(sets.find("upl_1")).contains(set);
    assertThat(sets.find("upl_2")).isEmpty();
  }

  @Test
  void referencesWhatHasArrivedUntilTheSetIsAModelOrGone() {
    sets.add(set("upl_1", AnnouncedPart.named("a")), MANY);
    sets.add(set("upl_2"), MANY);
    put("upl_1", "a");
    put("upl_2", "new");
    assertThat(sets.references(CONTENT.sha256())).isTrue();

    sets.complete("upl_1", new UploadSet.Completion("mdl_1", "f"), NOW);
    assertThat(sets.references(CONTENT.sha256())).isTrue();
    sets.remove("upl_2");
    assertThat(sets.references(CONTENT.sha256())).isFalse();
  }

  @Test
  void writesNothingThatTheCheckRefuses() {
    sets.add(set("upl_1", AnnouncedPart.named("a")), MANY);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(
            () ->
                sets.put(
                    "upl_1",
                    "a",
                    CONTENT,
                    NOW,
                    _ -> {
                      throw new EspalierException(ErrorCode.TOO_LARGE, "no");
                    }));
    assertThat(sets.find("upl_1").orElseThrow().missing()).containsExactly("a");
    assertThat(put("upl_9", "a")).isEmpty();
  }

  @Test
  void endsOnce() {
    sets.add(set("upl_1"), MANY);
    sets.complete("upl_1", new UploadSet.Completion("mdl_1", "f"), NOW);
    sets.complete("upl_1", new UploadSet.Completion("mdl_2", "g"), NOW);

    assertThat(sets.find("upl_1").orElseThrow().completion())
        .contains(new UploadSet.Completion("mdl_1", "f"));
  }

  @Test
  void countsOpenSetsAgainstTheLimit() {
    sets.add(set("upl_1"), 1);
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> sets.add(set("upl_2"), 1))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));

    sets.complete("upl_1", new UploadSet.Completion("mdl_1", "f"), NOW);
    sets.add(set("upl_2"), 1);
    assertThat(sets.ids()).containsExactly("upl_1", "upl_2");
  }

  @Test
  void forgetsSetsThatNobodyTouched() {
    sets.add(set("upl_1", AnnouncedPart.named("a")), MANY);
    sets.add(set("upl_2"), MANY);
    sets.put("upl_2", "b", CONTENT, NOW.plus(Duration.ofHours(1)), _ -> {});

    assertThat(sets.removeIdleSince(NOW)).isZero();
    assertThat(sets.removeIdleSince(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(sets.ids()).containsExactly("upl_2");
  }
}
