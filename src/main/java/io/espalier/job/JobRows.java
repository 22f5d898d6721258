package io.espalier.job;

import static io.espalier.database.DatabaseTimes.findInstant;
import static io.espalier.database.DatabaseTimes.instant;
import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.artifact.StoredArtifact;
import io.espalier.database.JsonColumns;
import io.espalier.problem.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs, their events and artifacts as rows. */
final class JobRows {
  private final JsonColumns json = new JsonColumns();

  /** The value of every column of the table {@code job} but {@code last_seq}. */
  Map<String, @Nullable Object> columns(Job job) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("id", job.id());
    columns.put("model_id", job.spec().modelId());
    columns.put("first_dataset_id", dataset(job, 0));
    columns.put("second_dataset_id", dataset(job, 1));
    columns.put("spec", job.spec().json());
    columns.put("state", job.state().name());
    columns.put("cancel_requested", job.cancelRequested());
    columns.put("attempt", job.attempts().number());
    columns.put("failures", job.attempts().failures());
    columns.put("created_at", toColumn(job.times().createdAt()));
    columns.put("started_at", nullable(job.times().startedAt()));
    columns.put("ended_at", nullable(job.times().endedAt()));
    columns.putAll(columns(job.progress()));
    columns.put("error_code", job.error().map(JobError::code).orElse(null));
    columns.put("error_detail", job.error().map(JobError::detail).orElse(null));
    columns.put(
        "error_problems", job.error().map(JobError::problems).map(json::write).orElse(null));
    return columns;
  }

  private static @Nullable String dataset(Job job, int index) {
    return index < job.spec().datasetIds().size() ? job.spec().datasetIds().get(index) : null;
  }

  private static @Nullable OffsetDateTime nullable(Optional<Instant> instant) {
    return instant.map(present -> toColumn(present)).orElse(null);
  }

  private static Map<String, @Nullable Object> columns(JobProgress progress) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("fraction", progress.fraction());
    columns.put("phase", progress.phase());
    columns.put("message", progress.message());
    columns.put("seconds_left", progress.secondsLeft().orElse(null));
    return columns;
  }

  /** The value of every column of the table {@code job_event}. */
  static Map<String, @Nullable Object> columns(String jobId, JobEvent event) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("job_id", jobId);
    columns.put("seq", event.seq());
    columns.put("happened_at", toColumn(event.at()));
    columns.put("event_type", event.type().name());
    columns.put("state", event.state().name());
    columns.put("attempt", event.attempt());
    columns.putAll(columns(event.progress()));
    return columns;
  }

  /** Reads a row of the table {@code job}; the artifacts are still missing. */
  Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getString("id"),
        spec(row),
        status(row),
        new JobAttempts(row.getInt("attempt"), row.getInt("failures")),
        progress(row),
        times(row));
  }

  private static JobSpec spec(ResultSet row) throws SQLException {
    List<String> datasets =
        Stream.of(row.getString("first_dataset_id"), row.getString("second_dataset_id"))
            .filter(Objects::nonNull)
            .toList();
    return new JobSpec(row.getString("model_id"), datasets, row.getString("spec"));
  }

  private JobStatus status(ResultSet row) throws SQLException {
    return switch (JobState.valueOf(row.getString("state"))) {
      case QUEUED -> new JobStatus.Queued();
      case RUNNING -> new JobStatus.Running(row.getBoolean("cancel_requested"));
      case SUCCEEDED -> new JobStatus.Succeeded(List.of());
      case FAILED -> new JobStatus.Failed(error(row), List.of());
      case CANCELLED -> new JobStatus.Cancelled(List.of());
    };
  }

  private JobError error(ResultSet row) throws SQLException {
    Problem[] problems = json.read(row.getString("error_problems"), Problem[].class);
    return new JobError(
        row.getString("error_code"), row.getString("error_detail"), List.of(problems));
  }

  private static JobProgress progress(ResultSet row) throws SQLException {
    return new JobProgress(
        row.getDouble("fraction"),
        row.getString("phase"),
        row.getString("message"),
        Optional.ofNullable(row.getObject("seconds_left", Long.class)));
  }

  private static JobTimes times(ResultSet row) throws SQLException {
    Map<JobState, Instant> entered = new EnumMap<>(JobState.class);
    entered.put(JobState.QUEUED, instant(row, "created_at"));
    findInstant(row, "started_at").ifPresent(at -> entered.put(JobState.RUNNING, at));
    JobState state = JobState.valueOf(row.getString("state"));
    findInstant(row, "ended_at").ifPresent(at -> entered.put(state, at));
    return new JobTimes(entered);
  }

  static JobEvent event(ResultSet row) throws SQLException {
    return new JobEvent(
        row.getLong("seq"),
        instant(row, "happened_at"),
        JobEventType.valueOf(row.getString("event_type")),
        JobState.valueOf(row.getString("state")),
        row.getInt("attempt"),
        progress(row));
  }

  static JobArtifact artifact(ResultSet row) throws SQLException {
    StoredArtifact content = new StoredArtifact(row.getString("sha256"), row.getLong("bytes"));
    return new JobArtifact(row.getString("name"), row.getString("media_type"), content);
  }
}
