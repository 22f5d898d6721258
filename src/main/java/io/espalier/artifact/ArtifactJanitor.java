package io.espalier.artifact;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Removes what no record needs: content of deleted models, of attempts that were dropped, and of
 * processes that died before they could record it.
 *
 * <p>A commit comes shortly before the record that references it. The age protects content in this
 * gap: only what was last committed longer ago than any such gap lasts is looked at.
 */
public final class ArtifactJanitor {
  private final ArtifactStore store;
  private final List<ArtifactReferences> references;
  private final InstantSource clock;
  private final Duration age;

  /**
   * @param references everybody who may need an artifact
   * @param age of content and of staged files below which they are left alone
   */
  public ArtifactJanitor(
      ArtifactStore store, List<ArtifactReferences> references, InstantSource clock, Duration age) {
    this.store = store;
    this.references = List.copyOf(references);
    this.clock = clock;
    this.age = age;
  }

  /** Removes old staged files and old content that nobody references; returns how many files. */
  public int sweep() {
    Instant limit = clock.instant().minus(age);
    int removed = store.sweepStaging(age);
    for (String sha256 : store.committedBefore(limit)) {
      boolean needed = references.stream().anyMatch(all -> all.references(sha256));
      removed += !needed && store.deleteIfCommittedBefore(sha256, limit) ? 1 : 0;
    }
    return removed;
  }
}
