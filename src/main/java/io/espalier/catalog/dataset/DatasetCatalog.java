package io.espalier.catalog.dataset;

import io.espalier.artifact.ArtifactReferences;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.Optional;

/** Keeps the records of data sets; it references the artifact of each. */
public interface DatasetCatalog extends ArtifactReferences {
  /**
   * Adds a data set, or finds the one that an earlier request with the same key added.
   *
   * @throws io.espalier.problem.EspalierException IDEMPOTENCY_KEY_REUSE when the key was used for
   *     another request, DATASET_INVALID when its names take more room than a record has
   */
  Accepted<StoredDataset> add(StoredDataset dataset, IdempotentRequest request);

  Optional<StoredDataset> find(String id);

  Page<StoredDataset> page(PageRequest request);

  /**
   * Removes a data set that nobody uses; a job that is submitted at the same time either sees it
   * gone or keeps it.
   *
   * @return what was removed, or nothing when there is no such data set
   * @throws io.espalier.problem.EspalierException IN_USE naming the jobs
   */
  Optional<StoredDataset> remove(String id, DatasetUse use);
}
