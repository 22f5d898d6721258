package io.espalier.web.job;

import io.espalier.job.Job;
import io.espalier.job.JobArtifact;
import io.espalier.job.JobError;
import io.espalier.job.JobProgress;
import io.espalier.job.JobState;
import io.espalier.problem.Problem;
import io.espalier.web.error.ProblemDocument.Fault;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job as the API shows it.
 *
 * @param request the job document with every default filled in
 * @param attempt how often the job was begun
 * @param cancelRequested whether a running job will stop at its next check
 * @param artifacts the files it made, once it has succeeded; the best that a search had found,
 *     where it failed or was cancelled
 * @param error why it failed, or null
 */
@Schema(name = "Job")
public record JobView(
    @Schema(example = "job_01KAN50A2M3N4P5Q6R7S8T9VWX") String id,
    JobState state,
    @Schema(example = "mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY") String model,
    @Schema(type = "object", description = "The job document with every default filled in")
        JsonNode request,
    int attempt,
    boolean cancelRequested,
    JobProgress progress,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    List<Artifact> artifacts,
    Optional<Failure> error,
    Links links) {
  static final String PATH = "/v1/jobs";

  public JobView {
    artifacts = List.copyOf(artifacts);
  }

  static JobView of(Job job, JsonMapper json) {
    return new JobView(
        job.id(),
        job.state(),
        job.spec().modelId(),
        json.readTree(job.spec().json()),
        job.attempts().number(),
        job.cancelRequested(),
        job.progress(),
        job.times().createdAt(),
        job.times().startedAt(),
        job.times().endedAt(),
        job.artifacts().stream().map(artifact -> Artifact.of(job.id(), artifact)).toList(),
        job.error().map(Failure::of),
        Links.of(job.id()));
  }

  /** A file the job made. */
  @Schema(name = "Artifact")
  public record Artifact(
      @Schema(example = "model.onnx") String name,
      @Schema(example = "/v1/jobs/job_01KAN50A2M3N4P5Q6R7S8T9VWX/artifacts/model.onnx") String href,
      long bytes,
      String sha256,
      @Schema(example = "application/octet-stream") String mediaType) {
    static Artifact of(String jobId, JobArtifact artifact) {
      String href = "%s/%s/artifacts/%s".formatted(PATH, jobId, artifact.name());
      return new Artifact(
          artifact.name(),
          href,
          artifact.content().bytes(),
          artifact.content().sha256(),
          artifact.mediaType());
    }
  }

  /**
   * Why a job failed.
   *
   * @param code stable name of the kind
   */
  @Schema(name = "JobFailure")
  public record Failure(
      @Schema(example = "infeasible-plan") String code, String detail, List<Fault> errors) {
    public Failure {
      errors = List.copyOf(errors);
    }

    static Failure of(JobError error) {
      List<Problem> problems = error.problems();
      return new Failure(error.code(), error.detail(), problems.stream().map(Fault::of).toList());
    }
  }

  /** Where the rest of the job is. */
  @Schema(name = "JobLinks")
  public record Links(String self, String events, String metrics, String report, String cancel) {
    static Links of(String jobId) {
      String self = PATH + "/" + jobId;
      return new Links(
          self, self + "/events", self + "/metrics", self + "/report", self + "/cancel");
    }
  }
}
