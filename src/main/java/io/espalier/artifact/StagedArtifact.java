package io.espalier.artifact;

import java.nio.file.Path;

/** Content that was received whole but is not part of the store yet. */
public interface StagedArtifact extends AutoCloseable {
  /** The digest and the length of what was received. */
  StoredArtifact content();

  /** Where the content can be read until this is closed or committed. */
  Path path();

  /**
   * Makes the content part of the store; when this returns it survives a power cut.
   *
   * @throws io.espalier.problem.EspalierException INSUFFICIENT_STORAGE or INTERNAL_ERROR; nothing
   *     is stored then
   */
  StoredArtifact commit();

  /** Removes the content unless it was committed. */
  @Override
  void close();
}
