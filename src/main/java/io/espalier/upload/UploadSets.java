package io.espalier.upload;

import io.espalier.artifact.ArtifactReferences;
import io.espalier.artifact.StoredArtifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the records of upload sets; an open one references the files that have arrived. */
public interface UploadSets extends ArtifactReferences {
  /**
   * Adds a set.
   *
   * @param mostOpen how many may be open with it
   * @throws io.espalier.problem.EspalierException QUOTA_EXCEEDED
   */
  void add(UploadSet set, int mostOpen);

  Optional<UploadSet> find(String id);

  /**
   * Records a file that is in the store, under a name that was announced or not.
   *
   * @param check refuses, on the set as it is when nobody else can change it
   * @return the set with the file, or nothing when there is no such set
   */
  Optional<UploadSet> put(
      String id, String name, StoredArtifact content, Instant now, Consumer<UploadSet> check);

  /** Ends an open set; one that was ended before stays as it is. */
  void complete(String id, UploadSet.Completion completion, Instant now);

  /** Removes a set; returns whether there was one. */
  boolean remove(String id);

  /** Removes sets that were not changed since a moment; returns how many. */
  int removeIdleSince(Instant moment);

  /** The identifiers of all sets, for tests and counts. */
  List<String> ids();
}
