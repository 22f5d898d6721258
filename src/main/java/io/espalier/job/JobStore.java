package io.espalier.job;

import io.espalier.artifact.ArtifactReferences;
import io.espalier.catalog.ModelUse;
import io.espalier.catalog.dataset.DatasetUse;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps jobs and what happened to them; references their artifacts and uses what they read. */
public interface JobStore extends ArtifactReferences, ModelUse, DatasetUse {
  /**
   * Stores a new job with its first event and hands it to the queue, all or nothing.
   *
   * @return the job, or the one an earlier request with the same key made, as it was when new
   * @throws io.espalier.problem.EspalierException NOT_FOUND when the model or a data set is gone,
   *     IDEMPOTENCY_KEY_REUSE when the key was used for another request
   */
  Accepted<Job> submit(JobChange accepted, IdempotentRequest request);

  Optional<Job> find(String id);

  Page<Job> page(PageRequest request);

  /**
   * The only door to a job that exists: reads it, lets {@code decision} choose, and writes the
   * outcome, its event and its artifacts, while no other change of this job comes between.
   *
   * @param decision pure; may be called more than once; nothing when the job shall stay as it is
   * @return the change, or nothing when there is no such job or the decision was to leave it
   */
  Optional<JobChange> change(String id, Function<Job, Optional<JobChange>> decision);

  /** Up to {@code limit} events with a greater number, in order. */
  List<JobEvent> events(String id, long after, int limit);
}
