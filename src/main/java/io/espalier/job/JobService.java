package io.espalier.job;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.Fingerprint;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import java.time.InstantSource;
import java.util.List;

/** Takes jobs, tells how they stand, and ends them on request. */
public final class JobService {
  private static final String PLACE = "path:id";

  private final JobStore store;
  private final JobEvents events;
  private final JobChanges changes;
  private final ResourceIds ids;
  private final Runnable wakeWorkers;

  /**
   * @param wakeWorkers makes workers of this process look at the queue at once; does nothing where
   *     there are none
   */
  public JobService(
      JobStore store,
      JobEvents events,
      ResourceIds ids,
      InstantSource clock,
      Runnable wakeWorkers) {
    this.store = store;
    this.events = events;
    this.changes = new JobChanges(store, events, clock);
    this.ids = ids;
    this.wakeWorkers = wakeWorkers;
  }

  /**
   * Accepts a job; once this returns it will be run, whatever happens to this process.
   *
   * @param spec already validated and planned
   * @param key under which the same spec makes one job
   * @throws EspalierException NOT_FOUND when the model is gone, IDEMPOTENCY_KEY_REUSE when the key
   *     was used with another spec
   */
  public Accepted<Job> submit(JobSpec spec, IdempotencyKey key) {
    JobChange accepted = JobLifecycle.accept(ids.next(ResourceKind.JOB), spec, changes.now());
    String fingerprint = Fingerprint.of(spec.modelId(), spec.json());
    Accepted<Job> answer = store.submit(accepted, new IdempotentRequest("jobs", key, fingerprint));
    wakeWorkers.run();
    return answer;
  }

  /**
   * Finds a job by an identifier a user sent.
   *
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public Job find(String id) {
    return store
        .find(ResourceIds.require(ResourceKind.JOB, id, PLACE))
        .orElseThrow(JobService::notFound);
  }

  /** Lists jobs, newest first. */
  public Page<Job> page(PageRequest request) {
    return store.page(request);
  }

  /**
   * Asks for the end of a job: one that waits is CANCELLED at once, one that runs at the next check
   * of its run. Asking again is harmless.
   *
   * @return the job after the request
   * @throws EspalierException INVALID_ID, NOT_FOUND, or ALREADY_TERMINAL when it has succeeded or
   *     failed
   */
  public Job cancel(String id) {
    String jobId = ResourceIds.require(ResourceKind.JOB, id, PLACE);
    return changes
        .apply(jobId, JobLifecycle::cancel)
        .map(JobChange::job)
        .orElseGet(() -> requireCancelled(find(jobId)));
  }

  private static Job requireCancelled(Job job) {
    if (job.state() == JobState.CANCELLED || job.cancelRequested()) {
      return job;
    }
    throw new EspalierException(
        ErrorCode.ALREADY_TERMINAL,
        "The job has already ended (%s) and cannot be cancelled.".formatted(job.state()));
  }

  /**
   * Reads what happened to a job.
   *
   * @param after the number of the last event already seen, 0 for none
   * @param limit how many at most
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public List<JobEvent> events(String id, long after, int limit) {
    return store.events(find(id).id(), after, limit);
  }

  /** Listens for events of a job; read {@link #events} after this, and close it in the end. */
  public JobEvents.Follower follow(String id) {
    return events.follow(id);
  }

  private static EspalierException notFound() {
    return new EspalierException(ErrorCode.NOT_FOUND, "There is no such job.");
  }
}
