package io.espalier.artifact;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps files under the SHA-256 of their content; the same content twice is one file. */
public interface ArtifactStore {
  /**
   * Receives content to its end without making it part of the store.
   *
   * @throws io.espalier.problem.EspalierException TOO_LARGE as soon as one byte more than {@code
   *     maximumBytes} arrives, MALFORMED_REQUEST when the source breaks off, INSUFFICIENT_STORAGE
   *     or INTERNAL_ERROR when it cannot be written; nothing is left behind then
   */
  StagedArtifact stage(InputStream content, long maximumBytes);

  /**
   * Stages and commits in one go.
   *
   * @throws io.espalier.problem.EspalierException as {@link #stage} and {@link
   *     StagedArtifact#commit}
   */
  default StoredArtifact put(InputStream content, long maximumBytes) {
    try (StagedArtifact staged = stage(content, maximumBytes)) {
      return staged.commit();
    }
  }

  boolean exists(String sha256);

  /**
   * Where stored content can be read.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when it is not in the store
   */
  Path path(String sha256);

  /**
   * As {@link #path}, after reading all of it and comparing the digest.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when it is missing or differs
   */
  Path verifiedPath(String sha256);

  /** The digests of all content that was last committed before the given moment. */
  List<String> committedBefore(Instant moment);

  /**
   * Removes content that was last committed before the given moment; a file that is open stays
   * readable to whoever opened it.
   *
   * @return whether something was removed
   */
  boolean deleteIfCommittedBefore(String sha256, Instant moment);

  /**
   * Removes what was staged by processes that died.
   *
   * @param age only what was not written to for this long
   * @return the number of files removed
   */
  int sweepStaging(Duration age);
}
