package io.espalier.job;

import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.catalog.ModelService;
import io.espalier.catalog.dataset.DatasetService;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.Cursor;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Jobs as rows of the tables {@code job}, {@code job_event} and {@code job_artifact}. */
public final class JdbcJobStore implements JobStore {
  private static final int NAMED_JOBS = 20;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JdbcIdempotency idempotency;
  private final JobQueue queue;
  private final JobArtifactRows artifacts;
  private final JobRows rows = new JobRows();

  public JdbcJobStore(
      JdbcClient jdbc,
      TransactionOperations transactions,
      JdbcIdempotency idempotency,
      JobQueue queue) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.queue = queue;
    this.artifacts = new JobArtifactRows(jdbc);
  }

  @Override
  public Accepted<Job> submit(JobChange accepted, IdempotentRequest request) {
    return idempotency.once(
        request,
        accepted.job().id(),
        () -> insert(accepted),
        id -> JobLifecycle.asAccepted(find(id).orElseThrow()));
  }

  private Job insert(JobChange accepted) {
    Job job = accepted.job();
    holdModel(job.spec().modelId());
    job.spec().datasetIds().stream().sorted().forEach(this::holdDataset);
    jdbc.sql(
            """
            INSERT INTO job (id, model_id, first_dataset_id, second_dataset_id, spec, state, cancel_requested, attempt, failures,
              fraction, phase, message, seconds_left, created_at, last_seq)
            VALUES (:id, :model_id, :first_dataset_id, :second_dataset_id, :spec, :state, :cancel_requested, :attempt, :failures,
              :fraction, :phase, :message, :seconds_left, :created_at, 1)""")
        .params(rows.columns(job))
        .update();
    insertEvent(job.id(), accepted.event(1));
    queue.add(job.id(), accepted.at());
    return job;
  }

  /** Keeps the model from being removed until this transaction ends. */
  private void holdModel(String modelId) {
    jdbc.sql("SELECT id FROM model WHERE id = :id FOR UPDATE")
        .param("id", modelId)
        .query(String.class)
        .optional()
        .orElseThrow(ModelService::notFound);
  }

  /** Keeps the data set from being removed until this transaction ends. */
  private void holdDataset(String datasetId) {
    jdbc.sql("SELECT id FROM dataset WHERE id = :id FOR UPDATE")
        .param("id", datasetId)
        .query(String.class)
        .optional()
        .orElseThrow(DatasetService::notFound);
  }

  @Override
  public Optional<Job> find(String id) {
    return read("SELECT * FROM job WHERE id = :id", id).map(Numbered::job);
  }

  private Optional<Numbered> read(String sql, String id) {
    return jdbc.sql(sql)
        .param("id", id)
        .query((row, number) -> new Numbered(rows.job(row), row.getLong("last_seq")))
        .optional()
        .map(found -> new Numbered(complete(found.job()), found.lastSeq()));
  }

  private Job complete(Job job) {
    return artifacts.complete(List.of(job)).getFirst();
  }

  @Override
  public Page<Job> page(PageRequest request) {
    List<Job> found =
        jdbc.sql(
                """
                SELECT * FROM job
                WHERE created_at < :at OR (created_at = :at AND id < :id)
                ORDER BY created_at DESC, id DESC LIMIT :limit""")
            .param("at", toColumn(request.after().createdAt()))
            .param("id", request.after().id())
            .param("limit", request.limit() + 1)
            .query((row, number) -> rows.job(row))
            .list();
    return request.page(
        artifacts.complete(found), job -> new Cursor(job.times().createdAt(), job.id()));
  }

  @Override
  public Optional<JobChange> change(String id, Function<Job, Optional<JobChange>> decision) {
    return transactions.execute(
        status ->
            read("SELECT * FROM job WHERE id = :id FOR UPDATE", id)
                .flatMap(found -> decision.apply(found.job()).map(change -> write(found, change))));
  }

  private JobChange write(Numbered before, JobChange change) {
    long seq = before.lastSeq() + 1;
    update(before, change.job());
    insertEvent(change.job().id(), change.event(seq));
    artifacts.insert(change.job().id(), change.job().artifacts());
    return change;
  }

  /**
   * The condition is the fence: it repeats that the job still is what the decision was made for,
   * whatever the isolation of the database.
   */
  private void update(Numbered before, Job after) {
    int updated =
        jdbc.sql(
                """
                UPDATE job SET state = :state, cancel_requested = :cancel_requested,
                  attempt = :attempt, failures = :failures, fraction = :fraction, phase = :phase,
                  message = :message, seconds_left = :seconds_left, error_code = :error_code, error_detail = :error_detail,
                  error_problems = :error_problems, started_at = :started_at,
                  ended_at = :ended_at, last_seq = last_seq + 1
                WHERE id = :id AND attempt = :fence_attempt AND state = :fence_state
                  AND last_seq = :fence_seq""")
            .params(rows.columns(after))
            .param("fence_attempt", before.job().attempts().number())
            .param("fence_state", before.job().state().name())
            .param("fence_seq", before.lastSeq())
            .update();
    if (updated != 1) {
      throw new OptimisticLockingFailureException("The job was changed in between");
    }
  }

  private void insertEvent(String jobId, JobEvent event) {
    jdbc.sql(
            """
            INSERT INTO job_event (job_id, seq, happened_at, event_type, state, attempt, fraction,
              phase, message, seconds_left)
            VALUES (:job_id, :seq, :happened_at, :event_type, :state, :attempt, :fraction,
              :phase, :message, :seconds_left)""")
        .params(JobRows.columns(jobId, event))
        .update();
  }

  @Override
  public List<JobEvent> events(String id, long after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM job_event WHERE job_id = :id AND seq > :after ORDER BY seq LIMIT :limit""")
        .param("id", id)
        .param("after", after)
        .param("limit", limit)
        .query((row, number) -> JobRows.event(row))
        .list();
  }

  @Override
  public List<String> unfinishedJobs(String modelId) {
    return jdbc.sql(
            """
            SELECT id FROM job WHERE model_id = :model AND state IN ('QUEUED', 'RUNNING')
            ORDER BY id LIMIT :limit""")
        .param("model", modelId)
        .param("limit", NAMED_JOBS)
        .query(String.class)
        .list();
  }

  @Override
  public List<String> unfinishedJobsWith(String datasetId) {
    return jdbc.sql(
            """
            SELECT id FROM job
            WHERE (first_dataset_id = :dataset OR second_dataset_id = :dataset)
              AND state IN ('QUEUED', 'RUNNING')
            ORDER BY id LIMIT :limit""")
        .param("dataset", datasetId)
        .param("limit", NAMED_JOBS)
        .query(String.class)
        .list();
  }

  @Override
  public boolean references(String sha256) {
    return artifacts.references(sha256);
  }

  private record Numbered(Job job, long lastSeq) {}
}
