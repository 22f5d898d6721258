package io.espalier.catalog;

import io.espalier.artifact.ArtifactReferences;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.Optional;

/** Keeps the records of models; it references the artifact of each. */
public interface ModelCatalog extends ArtifactReferences {
  /**
   * Adds a model, or finds the one that an earlier request with the same key added.
   *
   * @throws io.espalier.problem.EspalierException IDEMPOTENCY_KEY_REUSE when the key was used for
   *     another request
   */
  Accepted<Model> add(Model model, IdempotentRequest request);

  Optional<Model> find(String id);

  Page<Model> page(PageRequest request);

  /**
   * Removes a model that nobody uses; a job that is submitted at the same time either sees the
   * model gone or keeps it.
   *
   * @return what was removed, or nothing when there is no such model
   * @throws io.espalier.problem.EspalierException IN_USE naming the jobs
   */
  Optional<Model> remove(String id, ModelUse use);
}
